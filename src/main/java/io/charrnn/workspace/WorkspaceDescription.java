package io.charrnn.workspace;

import java.time.Instant;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * A workspace.
 *
 * @param name what keys and requests call it
 * @param createdAt when it was first heard of
 */
@Schema(name = "Workspace",
		example = """
				{"name": "poets", "createdAt": "2026-03-01T12:00:00Z", "quotas": {"corpora": 100, "unfinishedJobs": null,
				 "models": null, "sessions": null, "bytes": 10737418240, "pinnedBytes": null, "charactersPerDay": 100000000}}""")
record WorkspaceDescription(Workspace name, Instant createdAt, @Schema(
		description = "Its own limits; null where those of the settings apply, 0 for no limit.") Quotas quotas) {

	static WorkspaceDescription of(Workspaces.Stored stored) {
		return new WorkspaceDescription(stored.workspace(), stored.createdAt(), stored.quotas());
	}

}
