package io.charrnn.search;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How much training a search may take in all: time or updates, one of which is null.
 *
 * @param duration from the beginning of the first trial to the publication
 * @param maxIterations updates of all trials together
 */
record Budget(@Nullable Duration duration, @Nullable Long maxIterations) {

	/**
	 * Part that trials take which do not win. It is the price of a search: whatever wins
	 * has been trained for the rest.
	 */
	static final double SHARE_OF_LOSERS = 1 / 6.0;

	/** Comparing takes that much longer at most before it is cut short. */
	private static final double PATIENCE = 2.5;

	/** Part that is kept for the last validation and the publication. */
	private static final double FINISH = 0.01;

	private static final Duration LONGEST_FINISH = Duration.ofSeconds(5);

	/** Time that each trial is trained for until a rung ends; null for updates. */
	@Nullable Duration time(SuccessiveHalving rule, int rung, int workers) {
		if (this.duration == null) {
			return null;
		}
		double unit = this.duration.toMillis() * SHARE_OF_LOSERS * Math.min(workers, rule.trials())
				/ Math.max(1, rule.unitsLost());
		return Duration.ofMillis(Math.max(1, (long) (unit * rule.units(rung))));
	}

	/** Updates of each trial until a rung ends; null for time. */
	@Nullable Long iterations(SuccessiveHalving rule, int rung) {
		if (this.maxIterations == null) {
			return null;
		}
		long unit = (long) (this.maxIterations * SHARE_OF_LOSERS / Math.max(1, rule.unitsLost()));
		return Math.max(1, unit) * rule.units(rung);
	}

	/**
	 * Updates that are left for the one that wins, with those that it has done.
	 * @param others done by the others
	 */
	long iterationsLeft(long others) {
		return Math.max(1, ((this.maxIterations != null) ? this.maxIterations : Long.MAX_VALUE) - others);
	}

	/** When comparing ends in any case, after the beginning. */
	Duration comparing() {
		return scaled(PATIENCE * SHARE_OF_LOSERS);
	}

	/** When training ends, after the beginning. */
	Duration training() {
		Duration finish = scaled(FINISH);
		return whole().minus((finish.compareTo(LONGEST_FINISH) < 0) ? finish : LONGEST_FINISH);
	}

	Duration whole() {
		return (this.duration != null) ? this.duration : Duration.ofMillis(Long.MAX_VALUE);
	}

	private Duration scaled(double part) {
		return Duration.ofMillis((long) (whole().toMillis() * part));
	}

}
