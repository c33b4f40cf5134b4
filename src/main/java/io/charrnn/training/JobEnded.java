package io.charrnn.training;

/**
 * A job has ended, however. Published within the transaction.
 *
 * @param job which
 */
public record JobEnded(JobId job) {
}
