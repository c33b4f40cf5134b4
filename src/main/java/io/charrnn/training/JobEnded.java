package io.charrnn.training;

/** A job has ended, for whatever reason. Published within the transaction. */
public record JobEnded(JobId job) {
}
