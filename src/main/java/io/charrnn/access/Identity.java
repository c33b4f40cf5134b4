package io.charrnn.access;

import java.util.Set;

import io.charrnn.workspace.Workspace;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a request, as a key or a token shows.
 *
 * @param id the id of the key, or {@code subject:} and the subject of the token
 * @param workspace what it belongs to
 * @param scopes what it allows
 * @param requestsPerMinute most requests in a minute, or null for the usual number
 * @param concurrentRequests most requests at once, or null for the usual number
 */
record Identity(String id, Workspace workspace, Set<Scope> scopes, @Nullable Integer requestsPerMinute,
		@Nullable Integer concurrentRequests) {

	static Identity of(ApiKey key) {
		return new Identity(key.id().value(), key.workspace(), key.scopes(), key.requestsPerMinute(),
				key.concurrentRequests());
	}

}
