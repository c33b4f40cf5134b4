package io.charrnn.training;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * Settings of training.
 *
 * @param maxConcurrentJobs jobs that train at once in this process; more wait in order
 * @param threads most threads that a job uses which begins here, or 0 to share the
 * processors among the concurrent jobs. Another number changes results within rounding
 * @param checkpointInterval most training time from one checkpoint to the next, and so
 * what a crash can cost
 * @param shareWhileServing part of the time for which a job computes while requests are
 * being computed in this process; more than 0, at most 1
 * @param maxDeaths how often a job's process may end before the job has a new checkpoint;
 * then it fails
 * @param maxEventStreams event streams that are open at once in this process
 * @param maxUnfinishedJobs most jobs of all callers that wait, run or pause
 * @param maxUnfinishedJobsOfAKey of them those of one key
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
