package io.charrnn.training;

/** A job has ended, however. Published within the transaction. */
public record JobEnded(JobId job) {
}
