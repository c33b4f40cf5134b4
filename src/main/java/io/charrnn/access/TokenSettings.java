package io.charrnn.access;

import java.net.URI;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * Whose access tokens count as keys do (OAuth 2.0, RFC 9068).
 *
 * @param issuer who makes them, as their claim {@code iss} says; none count without it
 * @param jwkSetUri where its public keys are, or null for what the issuer's metadata say
 * (OpenID Connect Discovery)
 * @param audience what their claim {@code aud} must name
 * @param scopePrefix what stands before a scope of this service in a token
 * @param workspaceClaim the claim that names the workspace of a token, or nothing for
 * {@code default}
 */
@ConfigurationProperties("charrnn.access.oauth2")
record TokenSettings(@Nullable URI issuer, @Nullable URI jwkSetUri, @DefaultValue("char-rnn-server") String audience,
		@DefaultValue("") String scopePrefix, @DefaultValue("") String workspaceClaim) {

	static final String ISSUER = "charrnn.access.oauth2.issuer";

	TokenSettings {
		Assert.isTrue(issuer == null || issuer.isAbsolute(), ISSUER + " must be an absolute URI");
		Assert.isTrue(jwkSetUri == null || jwkSetUri.isAbsolute(),
				"charrnn.access.oauth2.jwk-set-uri must be an absolute URI");
		Assert.hasText(audience, "charrnn.access.oauth2.audience must not be empty");
	}

}
