package io.charrnn.training;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * How long jobs are kept that have ended. 0 stands for no bound.
 *
 * @param checkpoints how long the checkpoints of an ended job are kept; 0 for ever
 * @param mostWithCheckpoints number of ended jobs per key whose checkpoints are kept (the
 * newest)
 * @param jobs how long an ended job is kept, with its curves and samples
 * @param mostJobs number of ended jobs per key that are kept (the newest)
 */
@ConfigurationProperties("charrnn.training.retention")
record RetentionSettings(@DefaultValue("90d") Duration checkpoints, @DefaultValue("1000") int mostWithCheckpoints,
		@DefaultValue("365d") Duration jobs, @DefaultValue("10000") int mostJobs) {

	RetentionSettings {
		Assert.isTrue(!checkpoints.isNegative(), "charrnn.training.retention.checkpoints must be at least 0");
		Assert.isTrue(mostWithCheckpoints >= 0, "charrnn.training.retention.most-with-checkpoints must be at least 0");
		Assert.isTrue(!jobs.isNegative(), "charrnn.training.retention.jobs must be at least 0");
		Assert.isTrue(mostJobs >= 0, "charrnn.training.retention.most-jobs must be at least 0");
	}

}
