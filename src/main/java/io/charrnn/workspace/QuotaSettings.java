package io.charrnn.workspace;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;

/**
 * What each workspace may have unless it has quotas of its own. 0 stands for no bound but
 * that of the service as a whole.
 *
 * @param maxCorpora corpora that are kept
 * @param maxUnfinishedJobs jobs that wait, run or pause
 * @param maxModels versions of models that are kept
 * @param maxSessions sessions that are kept
 * @param maxSize bytes of texts, models, checkpoints and sessions
 */
@ConfigurationProperties("charrnn.workspaces")
record QuotaSettings(@DefaultValue("0") long maxCorpora, @DefaultValue("0") long maxUnfinishedJobs,
		@DefaultValue("0") long maxModels, @DefaultValue("0") long maxSessions, @DefaultValue("0B") DataSize maxSize) {

	QuotaSettings {
		check("max-corpora", maxCorpora);
		check("max-unfinished-jobs", maxUnfinishedJobs);
		check("max-models", maxModels);
		check("max-sessions", maxSessions);
		check("max-size", maxSize.toBytes());
	}

	Quotas quotas() {
		return new Quotas(this.maxCorpora, this.maxUnfinishedJobs, this.maxModels, this.maxSessions,
				this.maxSize.toBytes());
	}

	private static void check(String setting, long value) {
		Assert.isTrue(value >= 0, "charrnn.workspaces." + setting + " must be at least 0");
	}

}
