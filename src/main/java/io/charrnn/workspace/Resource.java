package io.charrnn.workspace;

import java.util.Locale;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/** Something that a workspace uses and that may be limited. */
public enum Resource {

	/** Texts to learn from. */
	CORPORA("corpora", Quotas::corpora, "SELECT count(*) FROM corpus WHERE workspace = :workspace"),

	/** Jobs that wait, run or pause; the trials of a search count as one. */
	UNFINISHED_JOBS("unfinished jobs", Quotas::unfinishedJobs, """
			SELECT count(DISTINCT COALESCE(search_id, id)) FROM training_job
			WHERE workspace = :workspace AND status IN ('QUEUED', 'RUNNING', 'PAUSED')"""),

	/** Versions of models. */
	MODELS("model versions", Quotas::models, "SELECT count(*) FROM model_version WHERE workspace = :workspace"),

	/** Stored states; those that have expired may not have been dropped yet. */
	SESSIONS("sessions", Quotas::sessions, """
			SELECT count(*) FROM session WHERE workspace = :workspace AND expires_at > :now"""),

	/** What it would take if nothing were stored for another workspace as well. */
	BYTES("bytes", Quotas::bytes, """
			SELECT (SELECT COALESCE(SUM(bytes), 0) FROM corpus WHERE workspace = :workspace)
				+ (SELECT COALESCE(SUM(content.bytes), 0) FROM model_version
					JOIN content ON sha256 = archive_sha256 WHERE workspace = :workspace)
				+ (SELECT COALESCE(SUM(archive.bytes + state.bytes), 0) FROM checkpoint
					JOIN content AS archive ON archive.sha256 = archive_sha256
					JOIN content AS state ON state.sha256 = state_sha256 WHERE workspace = :workspace)
				+ (SELECT COALESCE(SUM(length(state)), 0) FROM session_mark WHERE workspace = :workspace)
				+ (SELECT COALESCE(SUM(content.bytes), 0) FROM session_mark
					JOIN content ON sha256 = archive_sha256 WHERE workspace = :workspace)"""),

	/** What it would take if no two pinned models were the same. */
	PINNED_BYTES("bytes of pinned models", Quotas::pinnedBytes, """
			SELECT COALESCE(SUM(pinned_bytes), 0) FROM model_version WHERE workspace = :workspace AND pinned""");

	private final String noun;

	private final Function<Quotas, @Nullable Long> quota;

	private final String sql;

	Resource(String noun, Function<Quotas, @Nullable Long> quota, String sql) {
		this.noun = noun;
		this.quota = quota;
		this.sql = sql;
	}

	String noun() {
		return this.noun;
	}

	/** What metrics call it. */
	String label() {
		return name().toLowerCase(Locale.ROOT);
	}

	/** The most of it, or 0 for no bound. */
	long most(Quotas quotas) {
		return bound(this.quota.apply(quotas));
	}

	static long bound(@Nullable Long quota) {
		return (quota != null) ? quota : 0;
	}

	/** How much of it the workspace has that this thread acts in. */
	long used(WorkspaceSql sql, long now) {
		WorkspaceStatement statement = sql.here(this.sql);
		return ((this == SESSIONS) ? statement.param("now", now) : statement).query(Long.class).single();
	}

}
