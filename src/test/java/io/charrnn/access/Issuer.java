package io.charrnn.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.function.Consumer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;

/** An authorization server that tells its public key and signs tokens. */
final class Issuer implements AutoCloseable {

	private static final int BITS = 2048;

	private final HttpServer server;

	private final RSAKey key;

	private Issuer(HttpServer server, RSAKey key) {
		this.server = server;
		this.key = key;
	}

	static Issuer start() {
		try {
			Issuer issuer = new Issuer(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0),
					newKey("one"));
			issuer.answer("/.well-known/openid-configuration",
					"{\"issuer\": \"%1$s\", \"jwks_uri\": \"%1$s/keys\"}".formatted(issuer.uri()));
			issuer.answer("/keys", new JWKSet(issuer.key.toPublicJWK()).toString());
			issuer.server.start();
			return issuer;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static RSAKey newKey(String id) {
		try {
			return new RSAKeyGenerator(BITS).keyID(id).generate();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	String uri() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	/** A valid token for reading, but for what is changed. */
	String token(Consumer<JWTClaimsSet.Builder> change) throws JOSEException {
		return token(this.key, change);
	}

	/** A token that is signed by any key. */
	String token(RSAKey signer, Consumer<JWTClaimsSet.Builder> change) throws JOSEException {
		return token("at+jwt", signer, change);
	}

	/** A valid token for reading, but for its type. */
	String tokenOfType(@Nullable String type) throws JOSEException {
		return token(type, this.key, (claims) -> {
		});
	}

	private String token(@Nullable String type, RSAKey signer, Consumer<JWTClaimsSet.Builder> change)
			throws JOSEException {
		JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder().issuer(uri())
			.audience("char-rnn-server")
			.subject("alice")
			.claim("scope", "openid read")
			.claim("client_id", "notebook")
			.jwtID("1")
			.issueTime(Date.from(Instant.now()))
			.expirationTime(Date.from(Instant.now().plusSeconds(600)));
		change.accept(claims);
		SignedJWT token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(signer.getKeyID())
			.type((type != null) ? new JOSEObjectType(type) : null)
			.build(), claims.build());
		token.sign(new RSASSASigner(signer));
		return token.serialize();
	}

	void answer(String path, String json) {
		byte[] body = json.getBytes(StandardCharsets.UTF_8);
		this.server.createContext(path, (exchange) -> {
			exchange.getResponseHeaders().set("Content-Type", "application/json");
			exchange.sendResponseHeaders(200, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
