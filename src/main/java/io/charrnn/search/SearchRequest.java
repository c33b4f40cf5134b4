package io.charrnn.search;

import java.time.Duration;

import io.charrnn.problem.Problem;
import io.charrnn.problem.UnprocessableException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A client's request for a search.
 *
 * @param duration time from the first trial's beginning to the publication, or null
 * @param maxIterations updates of all trials together, or null
 * @param maxParameters most weights of the network, or null
 * @param maxMicrosecondsPerCharacter most time that the network takes to read a character
 * on this machine, or null
 * @param space object with what is to be tried, or null for the usual space
 * @param trials how many begin, or null for as many as the time is good for
 */
public record SearchRequest(@Nullable Duration duration, @Nullable Long maxIterations, @Nullable Long maxParameters,
		@Nullable Double maxMicrosecondsPerCharacter, @Nullable JsonNode space, @Nullable Integer trials, long seed) {

	static final int MOST_TRIALS = 64;

	private static final Duration LEAST = Duration.ofSeconds(1);

	private static final Duration MOST = Duration.ofDays(30);

	/** Below it, halves of the trials would be compared after seconds. */
	private static final Duration FOR_MANY = Duration.ofMinutes(3);

	private static final int FEW_TRIALS = 4;

	private static final int MANY_TRIALS = 8;

	/**
	 * Checks what can be checked without the text.
	 * @throws Problem naming the field, its value and the bound
	 */
	SearchRequest checked() {
		if ((this.duration == null) == (this.maxIterations == null)) {
			throw new UnprocessableException("invalid-search", "Give either duration or maxIterations, not both.")
				.with("field", "duration");
		}
		if (this.duration != null) {
			check("duration", this.duration, this.duration.compareTo(LEAST) >= 0 && this.duration.compareTo(MOST) <= 0,
					"from 1 second to 30 days");
		}
		if (this.maxParameters != null) {
			check("maxParameters", this.maxParameters, this.maxParameters >= 1, "at least 1");
		}
		if (this.maxMicrosecondsPerCharacter != null) {
			check("maxMicrosecondsPerCharacter", this.maxMicrosecondsPerCharacter, this.maxMicrosecondsPerCharacter > 0,
					"more than 0");
		}
		if (this.trials != null) {
			check("trials", this.trials, this.trials >= 1 && this.trials <= MOST_TRIALS, "from 1 to " + MOST_TRIALS);
		}
		if (this.maxIterations != null) {
			SuccessiveHalving rule = new SuccessiveHalving(trialsOrUsual());
			int last = rule.lastRung();
			long least = 1 + ((last > 0) ? rule.unitsLost() + rule.units(last - 1) : 0);
			check("maxIterations", this.maxIterations, this.maxIterations >= least,
					"at least " + least + " for " + rule.trials() + " trials");
		}
		return this;
	}

	int trialsOrUsual() {
		if (this.trials != null) {
			return this.trials;
		}
		return (this.duration != null && this.duration.compareTo(FOR_MANY) < 0) ? FEW_TRIALS : MANY_TRIALS;
	}

	Budget budget() {
		return new Budget(this.duration, this.maxIterations);
	}

	private static void check(String field, Object value, boolean holds, String bound) {
		if (!holds) {
			throw UnprocessableException.outOfBounds(field, value, bound);
		}
	}

}
