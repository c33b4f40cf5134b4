package io.charrnn.access;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/** Who makes the request that this thread works for. */
public final class Caller {

	private Caller() {
	}

	/** The id of the caller's key; empty where none is needed. */
	public static Optional<String> keyId() {
		return identity().map(Identity::id);
	}

	/** Who it is; empty if no key or token that counts was shown. */
	static Optional<Identity> identity() {
		return identity(SecurityContextHolder.getContext().getAuthentication());
	}

	static Optional<Identity> identity(@Nullable Authentication authentication) {
		return (authentication != null && authentication.getPrincipal() instanceof Identity identity)
				? Optional.of(identity) : Optional.empty();
	}

}
