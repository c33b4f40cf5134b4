package io.charrnn.training.run;

import io.charrnn.training.JobId;

/**
 * A worker's hold on a job. Every write of the worker names it, so that one that was
 * taken for dead changes nothing when it comes back.
 *
 * @param epoch grows with every claim of the job
 */
record Lease(JobId job, long epoch) {
}
