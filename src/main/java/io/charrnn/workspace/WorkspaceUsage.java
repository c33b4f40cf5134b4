package io.charrnn.workspace;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * What a workspace has, and may have.
 *
 * @param unfinishedJobs that wait, run or pause
 * @param models versions that are kept
 */
@Schema(name = "WorkspaceUsage", example = """
		{"workspace": "poets", "corpora": 3, "unfinishedJobs": 1, "models": 12, "sessions": 40, "bytes": 73400320,
		 "pinnedBytes": 1800000, "charactersToday": 250000,
		 "quotas": {"corpora": 100, "unfinishedJobs": 10, "models": 100, "sessions": 0, "bytes": 10737418240,
		 "pinnedBytes": 1073741824, "charactersPerDay": 100000000}}""")
record WorkspaceUsage(Workspace workspace, long corpora, long unfinishedJobs, long models, long sessions, @Schema(
		description = "Bytes of texts, models, checkpoints and sessions, counting shared storage separately.") long bytes,
		@Schema(description = "Bytes of memory of pinned models, counting equal models separately.") long pinnedBytes,
		@Schema(description = "Characters that models have read and generated today (UTC). Counts of other replicas "
				+ "follow within 10 seconds.") long charactersToday,
		@Schema(description = "Its limits; 0 means no limit other than that of the service.") Quotas quotas) {
}
