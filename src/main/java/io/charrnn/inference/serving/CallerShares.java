package io.charrnn.inference.serving;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Bounds how many texts of a caller are stepped at a time, so that one who sends very
 * many does not slow those of others down; the rest wait for their turn. Callers are told
 * apart by their keys: where none are needed, there is no bound.
 */
final class CallerShares {

	private final int most;

	private final Consumer<Reading> steps;

	/** Of callers who have texts here. Guarded by this. */
	private final Map<String, Share> shares = new HashMap<>();

	/**
	 * Begins without readings.
	 * @param most texts of a caller that are stepped at a time
	 * @param steps takes a reading whose turn has come
	 */
	CallerShares(int most, Consumer<Reading> steps) {
		this.most = most;
		this.steps = steps;
	}

	/** Has a reading stepped, now or when its caller's turn has come. */
	void step(Reading reading) {
		String caller = reading.request().caller();
		if (caller == null || begins(caller, reading)) {
			this.steps.accept(reading);
		}
	}

	private synchronized boolean begins(String caller, Reading reading) {
		Share share = this.shares.computeIfAbsent(caller, (key) -> new Share());
		if (share.stepped == this.most) {
			share.waiting.add(reading);
			return false;
		}
		share.stepped++;
		return true;
	}

	/** A reading is stepped no more, or pauses. */
	void left(Reading reading) {
		String caller = reading.request().caller();
		Reading next = (caller != null) ? next(caller) : null;
		if (next != null) {
			this.steps.accept(next);
		}
	}

	private synchronized @Nullable Reading next(String caller) {
		Share share = Objects.requireNonNull(this.shares.get(caller));
		Reading next = share.waiting.poll();
		if (next == null && --share.stepped == 0) {
			this.shares.remove(caller);
		}
		return next;
	}

	/** A caller's texts. */
	private static final class Share {

		private final Queue<Reading> waiting = new ArrayDeque<>();

		private int stepped;

	}

}
