package io.charrnn.access;

import java.util.Optional;
import java.util.Set;

import io.charrnn.workspace.Workspace;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.AuthenticatedPrincipal;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;

/**
 * The caller of the request that this thread works for.
 *
 * @param id the id of the key, or {@code subject:} and the subject of the token
 * @param name what the key is for, or the subject
 * @param requestsPerMinute most requests in a minute, or null for the usual number
 * @param concurrentRequests most requests at once, or null for the usual number
 * @param charactersPerMinute most characters that models read and write in a minute, or
 * null for the usual number
 */
public record Caller(String id, String name, Workspace workspace, Set<Scope> scopes,
		@Nullable Integer requestsPerMinute, @Nullable Integer concurrentRequests,
		@Nullable Integer charactersPerMinute) implements AuthenticatedPrincipal {

	static Caller of(ApiKey key) {
		return new Caller(key.id().value(), key.name(), key.workspace(), key.scopes(), key.requestsPerMinute(),
				key.concurrentRequests(), key.charactersPerMinute());
	}

	@Override
	public String getName() {
		return this.id;
	}

	/** What Spring Security knows a caller by. */
	AbstractAuthenticationToken authentication() {
		return new PreAuthenticatedAuthenticationToken(this, "", Scope.authorities(this.scopes));
	}

	/** The id of the key of who makes the request that this thread works for, if any. */
	public static Optional<String> keyId() {
		return current().map(Caller::id);
	}

	/** Who makes the request that this thread works for, if a key or token shows it. */
	static Optional<Caller> current() {
		return shownBy(SecurityContextHolder.getContext().getAuthentication());
	}

	static Optional<Caller> shownBy(@Nullable Authentication authentication) {
		return (authentication != null && authentication.getPrincipal() instanceof Caller caller) ? Optional.of(caller)
				: Optional.empty();
	}

}
