package io.charrnn.training.run;

import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What all runs share.
 *
 * @param clock the time of day
 * @param nanoTime a clock in nanoseconds that measures training time
 * @param checkpointInterval most training time from one checkpoint to the next
 * @param evaluator computes validation losses
 */
record RunTools(Clock clock, LongSupplier nanoTime, Duration checkpointInterval, Platform platform,
		Evaluator evaluator) {
}
