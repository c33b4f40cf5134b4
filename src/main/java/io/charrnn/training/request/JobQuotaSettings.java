package io.charrnn.training.request;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * Bounds on jobs that wait, run or pause.
 *
 * @param maxUnfinishedJobs of all callers
 * @param maxUnfinishedJobsOfAKey of one key
 */
@ConfigurationProperties("charrnn.training")
record JobQuotaSettings(@DefaultValue("1000") int maxUnfinishedJobs, @DefaultValue("100") int maxUnfinishedJobsOfAKey) {

	JobQuotaSettings {
		Assert.isTrue(maxUnfinishedJobs > 0, "charrnn.training.max-unfinished-jobs must be at least 1");
		Assert.isTrue(maxUnfinishedJobsOfAKey > 0, "charrnn.training.max-unfinished-jobs-of-a-key must be at least 1");
	}

}
