package io.charrnn.training;

/**
 * A job, and when it changed.
 *
 * @param at milliseconds since 1970
 * @param job as it is now
 */
public record ChangedJob(long at, TrainingJob job) {
}
