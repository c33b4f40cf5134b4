package io.charrnn.access;

import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.http.client.support.BasicAuthenticationInterceptor;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.authentication.OpaqueTokenAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.introspection.SpringOpaqueTokenIntrospector;
import org.springframework.web.client.RestTemplate;

/**
 * Knows callers by access tokens of any form, about each of which an authorization server
 * is asked (RFC 7662).
 */
final class Introspection implements AuthenticationProvider {

	private static final Duration TIMEOUT = Duration.ofSeconds(3);

	private final String audience;

	private final Claims claims;

	private final OpaqueTokenAuthenticationProvider provider;

	Introspection(URI place, TokenSettings settings) {
		this.audience = settings.audience();
		this.claims = new Claims(settings);
		this.provider = new OpaqueTokenAuthenticationProvider(
				new SpringOpaqueTokenIntrospector(place.toString(), client(settings)));
		this.provider.setAuthenticationConverter((token, shown) -> identity(shown.getAttributes()).authentication());
	}

	private static RestTemplate client(TokenSettings settings) {
		SimpleClientHttpRequestFactory connections = new SimpleClientHttpRequestFactory();
		connections.setConnectTimeout(TIMEOUT);
		connections.setReadTimeout(TIMEOUT);
		RestTemplate client = new RestTemplate(connections);
		client.getInterceptors()
			.add(new BasicAuthenticationInterceptor(Objects.requireNonNull(settings.clientId()),
					Objects.requireNonNull(settings.clientSecret())));
		return client;
	}

	@Override
	public @Nullable Authentication authenticate(Authentication shown) {
		return Secret.isOurs(((BearerTokenAuthenticationToken) shown).getToken()) ? null
				: this.provider.authenticate(shown);
	}

	private Caller identity(Map<String, Object> claims) {
		Object audiences = claims.get("aud");
		if (!(audiences instanceof Collection<?> all && all.contains(this.audience))) {
			throw new InvalidBearerTokenException("its claim aud does not name " + this.audience);
		}
		return this.claims.identity(claims);
	}

	@Override
	public boolean supports(Class<?> authentication) {
		return BearerTokenAuthenticationToken.class.isAssignableFrom(authentication);
	}

}
