package io.charrnn.access;

import java.util.Locale;
import java.util.Optional;

import io.charrnn.problem.UnauthenticatedException;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** Finds out who makes a request, by its key or its access token. */
@Component
class Credentials {

	private static final String BEARER = "bearer ";

	private static final String OWN_HEADER = "X-API-Key";

	private final KnownKeys keys;

	private final ObjectProvider<AccessTokens> tokens;

	Credentials(KnownKeys keys, ObjectProvider<AccessTokens> tokens) {
		this.keys = keys;
		this.tokens = tokens;
	}

	/**
	 * Who makes a request.
	 * @return empty if it says nothing of that
	 * @throws UnauthenticatedException if what it says is not valid
	 */
	Optional<Identity> identify(HttpServletRequest request) {
		return secret(request).map(this::identify);
	}

	private Identity identify(Secret secret) {
		Optional<ApiKey> key = this.keys.find(secret);
		if (key.isPresent()) {
			return Identity.of(key.get());
		}
		AccessTokens known = this.tokens.getIfAvailable();
		if (known != null && AccessTokens.isToken(secret.value())) {
			return known.identify(secret.value());
		}
		throw new UnauthenticatedException("invalid-api-key", "The API key is unknown or has expired.");
	}

	private static Optional<Secret> secret(HttpServletRequest request) {
		String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
		if (authorization != null && authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
			return Optional.of(new Secret(authorization.substring(BEARER.length()).strip()));
		}
		return Optional.ofNullable(request.getHeader(OWN_HEADER)).map(String::strip).map(Secret::new);
	}

}
