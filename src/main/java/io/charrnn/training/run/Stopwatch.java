package io.charrnn.training.run;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Time spent training, in this run and in those before. */
final class Stopwatch {

	private final LongSupplier nanoTime;

	private final Duration before;

	private final long startedAt;

	/**
	 * Begins to count.
	 * @param nanoTime a clock in nanoseconds
	 * @param before time spent in the runs before
	 */
	Stopwatch(LongSupplier nanoTime, Duration before) {
		this.nanoTime = nanoTime;
		this.before = before;
		this.startedAt = nanoTime.getAsLong();
	}

	Duration elapsed() {
		return this.before.plusNanos(this.nanoTime.getAsLong() - this.startedAt);
	}

}
