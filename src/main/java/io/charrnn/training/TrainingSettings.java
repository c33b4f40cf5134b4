package io.charrnn.training;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * Settings of training.
 *
 * @param maxConcurrentJobs number of jobs that train at the same time; others wait in
 * order, trials of searches after all others
 * @param threads maximum number of threads per job; 0 divides the processors among the
 * concurrent jobs. The number of threads changes results within rounding, so a job keeps
 * the number it started with
 * @param checkpointInterval maximum training time between checkpoints, and so the maximum
 * that a crash can lose
 * @param shareWhileServing fraction of the time in which a job computes while the same
 * process computes requests; 1 to never pause
 * @param maxDeaths how often the process training a job may die before the job has a new
 * checkpoint; then the job fails with worker-died. Raise it for preemptible machines
 * @param maxEventStreams maximum number of open event streams of jobs and searches; each
 * uses one of server.tomcat.threads.max (512) threads
 * @param maxUnfinishedJobs maximum number of queued, running and paused jobs, counting a
 * search as one; beyond it, 429
 * @param maxUnfinishedJobsOfAKey maximum number of these per key; beyond it, 429
 */
@ConfigurationProperties("charrnn.training")
public record TrainingSettings(@DefaultValue("1") int maxConcurrentJobs, @DefaultValue("0") int threads,
		@DefaultValue("30s") Duration checkpointInterval, @DefaultValue("0.5") double shareWhileServing,
		@DefaultValue("3") int maxDeaths, @DefaultValue("64") int maxEventStreams,
		@DefaultValue("1000") int maxUnfinishedJobs, @DefaultValue("100") int maxUnfinishedJobsOfAKey) {

	public TrainingSettings {
		Assert.isTrue(maxConcurrentJobs > 0, "charrnn.training.max-concurrent-jobs must be at least 1");
		Assert.isTrue(threads >= 0, "charrnn.training.threads must be at least 0");
		Assert.isTrue(!checkpointInterval.isNegative() && !checkpointInterval.isZero(),
				"charrnn.training.checkpoint-interval must be longer than zero");
		Assert.isTrue(shareWhileServing > 0 && shareWhileServing <= 1,
				"charrnn.training.share-while-serving must be more than 0 and at most 1");
		Assert.isTrue(maxDeaths > 0, "charrnn.training.max-deaths must be at least 1");
		Assert.isTrue(maxEventStreams > 0, "charrnn.training.max-event-streams must be at least 1");
		Assert.isTrue(maxUnfinishedJobs > 0, "charrnn.training.max-unfinished-jobs must be at least 1");
		Assert.isTrue(maxUnfinishedJobsOfAKey > 0, "charrnn.training.max-unfinished-jobs-of-a-key must be at least 1");
	}

	/** Threads that each job may use which begins here. */
	public int threadsOfAJob() {
		return (this.threads > 0) ? this.threads
				: Math.max(1, Runtime.getRuntime().availableProcessors() / this.maxConcurrentJobs);
	}

}
