package io.charrnn.access;

import java.net.URI;
import java.text.ParseException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jwt.JWTParser;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;

/**
 * Knows callers by access tokens that an issuer has signed: JSON Web Tokens as RFC 9068
 * has them.
 */
final class TokenAuthentication implements AuthenticationProvider {

	private final Map<String, Issuer> issuers;

	private final Claims claims;

	TokenAuthentication(TokenSettings settings) {
		this.claims = new Claims(settings);
		this.issuers = settings.issuer()
			.stream()
			.collect(Collectors.toUnmodifiableMap(URI::toString, (issuer) -> issuer(issuer, settings)));
	}

	private Issuer issuer(URI issuer, TokenSettings settings) {
		IssuerKeys keys = new IssuerKeys(issuer, settings.jwkSetUri());
		NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSource(keys.kept())
			.jwsAlgorithms((known) -> known.addAll(Set.of(SignatureAlgorithm.values())))
			.build();
		decoder.setJwtValidator(
				JwtValidators.createAtJwtValidator().issuer(issuer.toString()).audience(settings.audience()).build());
		JwtAuthenticationProvider provider = new JwtAuthenticationProvider(decoder);
		provider.setJwtAuthenticationConverter((token) -> this.claims.identity(token.getClaims()).authentication());
		return new Issuer(keys, provider);
	}

	@Override
	public @Nullable Authentication authenticate(Authentication shown) {
		String token = ((BearerTokenAuthenticationToken) shown).getToken();
		return isToken(token) ? check(token, shown) : null;
	}

	/** Whether a text has the form of a token, which no key that was made here has. */
	private static boolean isToken(String text) {
		return text.chars().filter((character) -> character == '.').count() == 2;
	}

	private @Nullable Authentication check(String token, Authentication shown) {
		Issuer issuer = this.issuers.get(nameOfIssuer(token));
		if (issuer == null) {
			throw new InvalidBearerTokenException("its issuer is not one of those configured");
		}
		try {
			return issuer.provider().authenticate(shown);
		}
		catch (AuthenticationServiceException ex) {
			if (issuer.keys().wereHad() && isOfUnknownKey(ex)) {
				throw new InvalidBearerTokenException("its key is not one of the issuer's", ex);
			}
			throw ex;
		}
	}

	private static String nameOfIssuer(String token) {
		try {
			return Optional.ofNullable(JWTParser.parse(token).getJWTClaimsSet().getIssuer()).orElse("");
		}
		catch (ParseException ex) {
			throw new InvalidBearerTokenException("it cannot be parsed", ex);
		}
	}

	/** The issuer is not asked for its keys as often as anybody makes up a token. */
	private static boolean isOfUnknownKey(Throwable failure) {
		return Stream.<Throwable>iterate(failure, (cause) -> cause != null, Throwable::getCause)
			.anyMatch(RateLimitReachedException.class::isInstance);
	}

	@Override
	public boolean supports(Class<?> authentication) {
		return BearerTokenAuthenticationToken.class.isAssignableFrom(authentication);
	}

	/**
	 * An issuer of tokens.
	 *
	 * @param keys what it signs with
	 * @param provider what checks tokens with them
	 */
	private record Issuer(IssuerKeys keys, JwtAuthenticationProvider provider) {
	}

}
