package io.charrnn.access;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * Whose access tokens count as keys do (OAuth 2.0, RFC 9068).
 *
 * @param issuer the issuers whose access tokens are accepted, separated by commas
 * @param jwkSetUri URL of the public keys, if there is only one issuer
 * @param audience required in a token's aud
 * @param scopePrefix prefix of scopes in a token, such as charrnn:
 * @param workspaceClaim the claim with the token's workspace; if not set, all tokens use
 * default
 * @param introspectionUri endpoint that validates each token (RFC 7662), as an
 * alternative to an issuer
 * @param clientId the service's client id there
 * @param clientSecret the client's secret
 */
@ConfigurationProperties("charrnn.access.oauth2")
record TokenSettings(@DefaultValue List<URI> issuer, @Nullable URI jwkSetUri,
		@DefaultValue("char-rnn-server") String audience, @DefaultValue("") String scopePrefix,
		@DefaultValue("") String workspaceClaim, @Nullable URI introspectionUri, @Nullable String clientId,
		@Nullable String clientSecret) {

	private static final String PREFIX = "charrnn.access.oauth2.";

	TokenSettings {
		issuer.forEach((uri) -> requireSecure("issuer", uri));
		requireSecure("jwk-set-uri", jwkSetUri);
		requireSecure("introspection-uri", introspectionUri);
		Assert.hasText(audience, PREFIX + "audience must not be empty");
		Assert.isTrue(jwkSetUri == null || issuer.size() == 1,
				PREFIX + "jwk-set-uri has the keys of a single issuer, which " + PREFIX + "issuer must name");
		Assert.isTrue(introspectionUri == null || issuer.isEmpty(),
				PREFIX + "introspection-uri replaces " + PREFIX + "issuer: set one of them");
		Assert.isTrue(introspectionUri == null || clientId != null && clientSecret != null,
				PREFIX + "introspection-uri needs " + PREFIX + "client-id and " + PREFIX + "client-secret");
	}

	/** Whether tokens count at all. */
	boolean isOn() {
		return !this.issuer.isEmpty() || this.introspectionUri != null;
	}

	/** Whether nobody on the way can change what is answered there. */
	static boolean isSecure(URI uri) {
		return "https".equals(uri.getScheme()) || "http".equals(uri.getScheme()) && isOnLoopback(uri.getHost());
	}

	/** An address, or {@code localhost}: names are asked of others. */
	private static boolean isOnLoopback(@Nullable String host) {
		try {
			return host != null && (host.equals("localhost")
					|| host.matches("[0-9.]+|\\[.*]") && InetAddress.getByName(host).isLoopbackAddress());
		}
		catch (UnknownHostException ex) {
			return false;
		}
	}

	private static void requireSecure(String setting, @Nullable URI uri) {
		Assert.isTrue(uri == null || isSecure(uri), () -> PREFIX + setting
				+ " must be an https URI, or http on a loopback address, but is " + Objects.toString(uri));
	}

}
