package io.charrnn.workspace;

import io.charrnn.problem.UnprocessableException;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a workspace may have at most. 0 stands for no bound, null for what the settings
 * say.
 */
@Schema(name = "WorkspaceQuotas", example = """
		{"corpora": 100, "unfinishedJobs": 10, "models": 100, "sessions": null, "bytes": 10737418240,
		 "pinnedBytes": 1073741824, "charactersPerDay": 100000000}""")
record Quotas(@Schema(description = "Maximum number of corpora.") @Nullable Long corpora,
		@Schema(description = "Maximum number of queued, running and paused jobs.") @Nullable Long unfinishedJobs,
		@Schema(description = "Maximum number of model versions.") @Nullable Long models,
		@Schema(description = "Maximum number of sessions.") @Nullable Long sessions,
		@Schema(description = "Maximum bytes of texts, models, checkpoints and sessions.") @Nullable Long bytes,
		@Schema(description = "Maximum bytes of memory of pinned models.") @Nullable Long pinnedBytes,
		@Schema(description = "Maximum number of characters per day (UTC) that models read and generate.") @Nullable Long charactersPerDay) {

	/** Says nothing. */
	static final Quotas NONE = new Quotas(null, null, null, null, null, null, null);

	/**
	 * Checks what a client asks for.
	 * @return this
	 * @throws UnprocessableException if a quota is negative
	 */
	Quotas checked() {
		check("corpora", this.corpora);
		check("unfinishedJobs", this.unfinishedJobs);
		check("models", this.models);
		check("sessions", this.sessions);
		check("bytes", this.bytes);
		check("pinnedBytes", this.pinnedBytes);
		check("charactersPerDay", this.charactersPerDay);
		return this;
	}

	/** These, and where they say nothing, others. */
	Quotas or(Quotas usual) {
		return new Quotas(or(this.corpora, usual.corpora), or(this.unfinishedJobs, usual.unfinishedJobs),
				or(this.models, usual.models), or(this.sessions, usual.sessions), or(this.bytes, usual.bytes),
				or(this.pinnedBytes, usual.pinnedBytes), or(this.charactersPerDay, usual.charactersPerDay));
	}

	private static @Nullable Long or(@Nullable Long own, @Nullable Long usual) {
		return (own != null) ? own : usual;
	}

	private static void check(String field, @Nullable Long quota) {
		if (quota != null && quota < 0) {
			throw UnprocessableException.outOfBounds("quotas." + field, quota, "at least 0, where 0 means no limit");
		}
	}

}
