package io.charrnn.access;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.text.ParseException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.JWTProcessor;
import org.jspecify.annotations.Nullable;

/**
 * The public keys of an issuer of tokens, and what else a token must have. They are asked
 * for when the first token comes, so that the service starts without the issuer, and are
 * kept while the issuer is away.
 */
class IssuerKeys {

	private static final int TIMEOUT = (int) Duration.ofSeconds(3).toMillis();

	private static final int MOST_BYTES = 1 << 20;

	private final TokenSettings settings;

	private final DefaultResourceRetriever http = new DefaultResourceRetriever(TIMEOUT, TIMEOUT, MOST_BYTES);

	private final ReentrantLock asking = new ReentrantLock();

	private volatile @Nullable JWTProcessor<SecurityContext> verifier;

	IssuerKeys(TokenSettings settings) {
		this.settings = settings;
	}

	/**
	 * What checks tokens.
	 * @throws KeySourceException if the issuer does not say where its keys are
	 */
	JWTProcessor<SecurityContext> verifier() throws KeySourceException {
		JWTProcessor<SecurityContext> known = this.verifier;
		if (known != null) {
			return known;
		}
		await();
		try {
			JWTProcessor<SecurityContext> meanwhile = this.verifier;
			if (meanwhile != null) {
				return meanwhile;
			}
			JWTProcessor<SecurityContext> made = verifier(jwkSet());
			this.verifier = made;
			return made;
		}
		catch (IOException | ParseException | IllegalArgumentException ex) {
			throw new KeySourceException(ex.getMessage(), ex);
		}
		finally {
			this.asking.unlock();
		}
	}

	/** Waits while another request asks, as long as that may take. */
	private void await() throws KeySourceException {
		try {
			if (this.asking.tryLock(2L * TIMEOUT, TimeUnit.MILLISECONDS)) {
				return;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		throw new KeySourceException("another request asks the issuer for its keys");
	}

	private JWTProcessor<SecurityContext> verifier(URL jwkSet) {
		JWKSource<SecurityContext> keys = JWKSourceBuilder.create(jwkSet, this.http)
			.retrying(true)
			.outageTolerantForever()
			.build();
		Set<JWSAlgorithm> algorithms = new HashSet<>(JWSAlgorithm.Family.RSA);
		algorithms.addAll(JWSAlgorithm.Family.EC);
		DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
		processor.setJWSTypeVerifier(
				new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
		processor.setJWSKeySelector(new JWSVerificationKeySelector<>(algorithms, keys));
		processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(this.settings.audience(),
				new JWTClaimsSet.Builder().issuer(issuer().toString()).build(), Set.of("sub", "exp")));
		return processor;
	}

	private URL jwkSet() throws IOException, ParseException {
		URI given = this.settings.jwkSetUri();
		if (given != null) {
			return given.toURL();
		}
		String issuer = issuer().toString();
		URI metadata = URI.create((issuer.endsWith("/") ? issuer : issuer + "/") + ".well-known/openid-configuration");
		return JSONObjectUtils
			.getURI(JSONObjectUtils.parse(this.http.retrieveResource(metadata.toURL()).getContent()), "jwks_uri")
			.toURL();
	}

	private URI issuer() {
		return Objects.requireNonNull(this.settings.issuer());
	}

}
