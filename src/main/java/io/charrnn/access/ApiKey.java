package io.charrnn.access;

import java.time.Instant;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.charrnn.workspace.Workspace;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A key as it is stored, without its secret.
 *
 * @param requestsPerMinute most requests in a minute, or null for the usual number
 * @param concurrentRequests most requests at once, or null for the usual number
 * @param charactersPerMinute most characters that models read and write in a minute, or
 * null for the usual number
 * @param createdAt when it was made
 * @param expiresAt from when it is rejected, or null
 * @param lastUsedAt when it was last used, to about a minute, or null
 * @param oldSecretUntil until when the secret before counts as well, or null
 * @param sha256 of its secret
 * @param oldSha256 of the secret before, or null
 */
@Schema(name = "ApiKey",
		example = """
				{"id": "key_5f0c3b1d0c0e4a4f8a0f3a5f2c7e9b10", "name": "notebook", "workspace": "default",
				 "scopes": ["read", "generate"], "requestsPerMinute": 600, "concurrentRequests": null, "charactersPerMinute": null, "createdAt": "2026-03-01T12:00:00Z",
				 "expiresAt": null, "lastUsedAt": "2026-03-02T09:30:00Z", "oldSecretUntil": null}""")
record ApiKey(KeyId id, String name, Workspace workspace, Set<Scope> scopes, @Nullable Integer requestsPerMinute,
		@Nullable Integer concurrentRequests, @Nullable Integer charactersPerMinute, Instant createdAt,
		@Nullable Instant expiresAt, @Nullable Instant lastUsedAt, @Nullable Instant oldSecretUntil,
		@JsonIgnore String sha256, @JsonIgnore @Nullable String oldSha256) {

	/** A key that was never used. */
	static ApiKey unused(KeyId id, KeyRequest asked, Instant createdAt, Secret secret) {
		return new ApiKey(id, asked.name(), asked.workspaceOr(Workspace.DEFAULT), asked.scopes(),
				asked.requestsPerMinute(), asked.concurrentRequests(), asked.charactersPerMinute(), createdAt,
				asked.expiresAt(), null, null, secret.sha256(), null);
	}

	/** Whether it counts, and its secret has this digest. */
	boolean takes(String secretSha256, Instant now) {
		boolean valid = this.expiresAt == null || now.isBefore(this.expiresAt);
		return valid && (secretSha256.equals(this.sha256) || takesOld(secretSha256, now));
	}

	private boolean takesOld(String secretSha256, Instant now) {
		return this.oldSecretUntil != null && now.isBefore(this.oldSecretUntil) && secretSha256.equals(this.oldSha256);
	}

}
