package io.charrnn.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The rule by which trials are compared: successive halving (Jamieson and Talwalkar,
 * AISTATS 2016). In rung k each trial that is left has been trained for 2^k units in all;
 * the better half goes on. In the last rung one is left, which gets all that remains.
 * <p>
 * The first trial is what would be trained without a search. As long as two are left it
 * is one of them, whatever its loss: what learns fastest at first does not always end
 * lowest.
 *
 * @param trials that begin, at least 1
 */
record SuccessiveHalving(int trials) {

	/** Number of the trial that stays to the last comparison. */
	static final int FIRST = 0;

	SuccessiveHalving {
		if (trials < 1) {
			throw new IllegalArgumentException("a search needs a trial, not " + trials);
		}
	}

	/** The rung in which one trial is left; 0 if there is only one at all. */
	int lastRung() {
		return Integer.SIZE - Integer.numberOfLeadingZeros(this.trials - 1);
	}

	/** Trials that a rung begins with. */
	int trialsIn(int rung) {
		return (int) ((this.trials + (1L << rung) - 1) >> rung);
	}

	/** Units that each trial has been trained for when a rung before the last ends. */
	long units(int rung) {
		return 1L << rung;
	}

	/** Units that all trials but the one that wins are trained for, at most. */
	long unitsLost() {
		long lost = 0;
		for (int rung = 0; rung < lastRung(); rung++) {
			lost += (trialsIn(rung) - trialsIn(rung + 1)) * units(rung);
		}
		return lost;
	}

	/**
	 * Those that go on when a rung ends, the best first.
	 * @param rung that ends
	 */
	List<Integer> survivors(int rung, List<Result> results) {
		List<Result> ranked = results.stream().filter((result) -> result.loss() != null).sorted(Result.ORDER).toList();
		int places = Math.min(trialsIn(rung + 1), ranked.size());
		List<Integer> survivors = new ArrayList<>(ranked.stream().limit(places).map(Result::trial).toList());
		boolean firstIsThere = ranked.stream().anyMatch((result) -> result.trial() == FIRST);
		if (places > 1 && firstIsThere && !survivors.contains(FIRST)) {
			survivors.set(places - 1, FIRST);
		}
		return survivors;
	}

	/**
	 * What a trial has reached.
	 *
	 * @param loss its best validation loss, nats per character, or null if it failed
	 */
	record Result(int trial, @Nullable Double loss) {

		/** Those of the same loss by their number. */
		static final Comparator<Result> ORDER = Comparator
			.comparing(Result::loss, Comparator.nullsLast(Comparator.<Double>naturalOrder()))
			.thenComparingInt(Result::trial);

	}

}
