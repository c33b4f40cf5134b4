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
 * @param maxPinnedSize bytes of memory that pinned models take
 * @param maxCharactersPerDay characters that models read and write on a day of UTC
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
