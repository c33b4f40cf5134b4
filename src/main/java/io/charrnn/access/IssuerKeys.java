package io.charrnn.access;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.RemoteKeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.URLBasedJWKSetSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public keys of an issuer of tokens. They are requested when the first token comes,
 * so that the service starts without the issuer.
 */
final class IssuerKeys implements JWKSetSource<SecurityContext> {

	/** After which a key that the issuer has withdrawn no longer counts. */
	private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(5);

	/** The same while the issuer is away. */
	private static final Duration FORGOTTEN_WHEN_AWAY = Duration.ofHours(1);

	private static final Duration TIMEOUT = Duration.ofSeconds(3);

	private static final int MOST_BYTES = 1 << 20;

	private static final Logger logger = LoggerFactory.getLogger(IssuerKeys.class);

	private final DefaultResourceRetriever http = new DefaultResourceRetriever((int) TIMEOUT.toMillis(),
			(int) TIMEOUT.toMillis(), MOST_BYTES);

	private final URI issuer;

	private volatile @Nullable URL place;

	private volatile boolean wereHad;

	/**
	 * Knows an issuer.
	 * @param place where its keys are, or null for what its metadata say
	 */
	IssuerKeys(URI issuer, @Nullable URI place) {
		this.issuer = issuer;
		this.place = (place != null) ? url(place) : null;
	}

	/** The keys, which are kept for a while. */
	JWKSource<SecurityContext> kept() {
		return JWKSourceBuilder.create(this)
			.cache(FORGOTTEN_AFTER.toMillis(), 2 * TIMEOUT.toMillis())
			.outageTolerant(FORGOTTEN_WHEN_AWAY.toMillis())
			.build();
	}

	/** Whether the issuer has ever told them. */
	boolean wereHad() {
		return this.wereHad;
	}

	@Override
	public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator evaluator, long now, @Nullable SecurityContext context)
			throws KeySourceException {
		try {
			URL known = this.place;
			if (known == null) {
				known = placeByMetadata();
				this.place = known;
			}
			JWKSet keys = new URLBasedJWKSetSource<SecurityContext>(known, this.http).getJWKSet(evaluator, now,
					context);
			this.wereHad = true;
			return keys;
		}
		catch (KeySourceException ex) {
			logger.warn("The keys of {} cannot be fetched: {}", this.issuer, ex.getMessage());
			throw ex;
		}
	}

	private URL placeByMetadata() throws KeySourceException {
		KeySourceException failure = new RemoteKeySourceException("it has no metadata", null);
		for (URI document : metadata()) {
			try {
				return placeIn(this.http.retrieveResource(url(document)).getContent());
			}
			catch (IOException ex) {
				failure = new RemoteKeySourceException(document + ": " + ex.getMessage(), ex);
			}
			catch (ParseException | IllegalArgumentException ex) {
				throw new RemoteKeySourceException(document + ": " + ex.getMessage(), ex);
			}
		}
		throw failure;
	}

	/** Where OpenID Connect Discovery and RFC 8414 have them. */
	private List<URI> metadata() {
		String path = this.issuer.getPath().replaceFirst("/$", "");
		return List.of(this.issuer.resolve(path + "/.well-known/openid-configuration"),
				this.issuer.resolve("/.well-known/oauth-authorization-server" + path));
	}

	/** Metadata of another issuer are no metadata. */
	private URL placeIn(String document) throws ParseException {
		Map<String, Object> metadata = JSONObjectUtils.parse(document);
		String owner = JSONObjectUtils.getString(metadata, "issuer");
		if (!this.issuer.toString().equals(owner)) {
			throw new IllegalArgumentException("its issuer is " + owner);
		}
		URI keys = JSONObjectUtils.getURI(metadata, "jwks_uri");
		if (keys == null || !TokenSettings.isSecure(keys)) {
			throw new IllegalArgumentException("its jwks_uri must be an https URI, but is " + keys);
		}
		return url(keys);
	}

	private static URL url(URI uri) {
		try {
			return uri.toURL();
		}
		catch (IOException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	@Override
	public void close() {
		// Nothing is kept open.
	}

}
