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
		description = "Of texts, models, checkpoints and sessions, as if nothing were stored once for several.") long bytes,
		@Schema(description = "Of memory that pinned models take, as if no two were the same.") long pinnedBytes,
		@Schema(description = "That models have read and written today (UTC). Those of other replicas follow within "
				+ "10 seconds.") long charactersToday,
		@Schema(description = "What it may have; 0 stands for no bound but that of the service.") Quotas quotas) {
}
