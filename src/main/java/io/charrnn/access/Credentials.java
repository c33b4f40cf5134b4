package io.charrnn.access;

import java.util.Locale;
import java.util.Optional;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.AuthenticationDetailsSource;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.web.authentication.AuthenticationConverter;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.security.web.authentication.WebAuthenticationDetailsSource;
import org.springframework.util.StringUtils;

/**
 * The key or access token of a request. Keys that settings name may have any characters,
 * which bearer tokens may not.
 */
final class Credentials implements AuthenticationConverter {

	private static final String BEARER = "bearer ";

	private static final String OWN_HEADER = "X-API-Key";

	private final AuthenticationDetailsSource<HttpServletRequest, WebAuthenticationDetails> details = new WebAuthenticationDetailsSource();

	@Override
	public @Nullable Authentication convert(HttpServletRequest request) {
		return secret(request).map((secret) -> {
			BearerTokenAuthenticationToken shown = new BearerTokenAuthenticationToken(secret);
			shown.setDetails(this.details.buildDetails(request));
			return shown;
		}).orElse(null);
	}

	private static Optional<String> secret(HttpServletRequest request) {
		String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
		String secret = (authorization != null && authorization.toLowerCase(Locale.ROOT).startsWith(BEARER))
				? authorization.substring(BEARER.length()) : request.getHeader(OWN_HEADER);
		return Optional.ofNullable(secret).map(String::strip).filter(StringUtils::hasText);
	}

}
