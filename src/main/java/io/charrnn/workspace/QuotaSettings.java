package io.charrnn.workspace;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;

/**
 * What each workspace may have unless it has quotas of its own. 0 stands for no bound but
 * that of the service as a whole.
 *
 * @param maxCorpora maximum number of corpora in each workspace; 0 means no limit other
 * than that of the service
 * @param maxUnfinishedJobs maximum number of queued, running and paused jobs in each
 * workspace
 * @param maxModels maximum number of model versions in each workspace
 * @param maxSessions maximum number of sessions in each workspace
 * @param maxSize maximum bytes of texts, models, checkpoints and sessions in each
 * workspace, counting shared storage for each
 * @param maxPinnedSize maximum bytes of memory of pinned models of each workspace,
 * counting equal models separately
 * @param maxCharactersPerDay maximum number of characters that models read and generate
 * for each workspace per day (UTC), over all replicas
 */
@ConfigurationProperties("charrnn.workspaces")
record QuotaSettings(@DefaultValue("0") long maxCorpora, @DefaultValue("0") long maxUnfinishedJobs,
		@DefaultValue("0") long maxModels, @DefaultValue("0") long maxSessions, @DefaultValue("0B") DataSize maxSize,
		@DefaultValue("0B") DataSize maxPinnedSize, @DefaultValue("0") long maxCharactersPerDay) {

	QuotaSettings {
		check("max-corpora", maxCorpora);
		check("max-unfinished-jobs", maxUnfinishedJobs);
		check("max-models", maxModels);
		check("max-sessions", maxSessions);
		check("max-size", maxSize.toBytes());
		check("max-pinned-size", maxPinnedSize.toBytes());
		check("max-characters-per-day", maxCharactersPerDay);
	}

	Quotas quotas() {
		return new Quotas(this.maxCorpora, this.maxUnfinishedJobs, this.maxModels, this.maxSessions,
				this.maxSize.toBytes(), this.maxPinnedSize.toBytes(), this.maxCharactersPerDay);
	}

	private static void check(String setting, long value) {
		Assert.isTrue(value >= 0, "charrnn.workspaces." + setting + " must be at least 0");
	}

}
