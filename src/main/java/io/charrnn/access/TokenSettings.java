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
 * @param issuer who makes them, as their claim {@code iss} says, one or several; none
 * count without it
 * @param jwkSetUri where the public keys of the only issuer are, or null for what each
 * issuer's metadata say (RFC 8414, OpenID Connect Discovery)
 * @param audience what their claim {@code aud} must name
 * @param scopePrefix what stands before a scope of this service in a token
 * @param workspaceClaim the claim that names the workspace of a token, or nothing for
 * {@code default}
 * @param introspectionUri whom to ask about each token (RFC 7662), in place of an issuer
 * whose keys it is checked with, or null
 * @param clientId the service's own id there
 * @param clientSecret the secret of that id
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
