package io.charrnn.access;

import java.text.ParseException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.JWTClaimsSet;
import io.charrnn.problem.UnauthenticatedException;
import io.charrnn.problem.UnavailableException;

import io.charrnn.workspace.Workspace;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/**
 * Access tokens of an OAuth 2.0 authorization server: JSON Web Tokens that it has signed
 * (RFC 9068). Their scopes are those of keys.
 */
@Component
@ConditionalOnProperty(TokenSettings.ISSUER)
class AccessTokens {

	/** As OpenID Connect has it. */
	private static final int LONGEST_SUBJECT = 255;

	private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

	private final IssuerKeys keys;

	private final String scopePrefix;

	private final String workspaceClaim;

	AccessTokens(TokenSettings settings) {
		this.keys = new IssuerKeys(settings);
		this.scopePrefix = settings.scopePrefix();
		this.workspaceClaim = settings.workspaceClaim();
	}

	/** Whether a text has the form of a token, which no key of this service has. */
	static boolean isToken(String text) {
		return text.chars().filter((character) -> character == '.').count() == 2;
	}

	/**
	 * Who shows a token.
	 * @throws UnauthenticatedException if it is not valid
	 * @throws UnavailableException if the issuer's keys cannot be had
	 */
	Identity identify(String token) {
		try {
			JWTClaimsSet claims = this.keys.verifier().process(token, null);
			return new Identity("subject:" + subject(claims), workspace(claims), scopes(claims), null, null);
		}
		catch (RateLimitReachedException ex) {
			throw new UnauthenticatedException("invalid-access-token",
					"The access token is not valid: its key is none of the issuer's.");
		}
		catch (KeySourceException ex) {
			throw new UnavailableException("issuer-unavailable",
					"The keys that access tokens are checked with cannot be had from their issuer now.", RETRY_AFTER);
		}
		catch (ParseException | BadJOSEException | JOSEException ex) {
			throw new UnauthenticatedException("invalid-access-token",
					"The access token is not valid: %s.".formatted(ex.getMessage()));
		}
	}

	/** It stands in the database and in lines of the audit log. */
	private static String subject(JWTClaimsSet claims) {
		String subject = String.valueOf(claims.getSubject());
		if (subject.isBlank() || subject.length() > LONGEST_SUBJECT
				|| subject.codePoints().anyMatch(AccessTokens::isNotPrinted)) {
			throw new UnauthenticatedException("invalid-access-token",
					"The access token is not valid: its claim sub must have 1 to " + LONGEST_SUBJECT
							+ " characters, none of them a control character or the end of a line.");
		}
		return subject;
	}

	private static boolean isNotPrinted(int character) {
		return switch (Character.getType(character)) {
			case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
				true;
			default -> false;
		};
	}

	/** Without a setting that names the claim, all tokens are of one workspace. */
	private Workspace workspace(JWTClaimsSet claims) {
		if (this.workspaceClaim.isEmpty()) {
			return Workspace.DEFAULT;
		}
		if (claims.getClaim(this.workspaceClaim) instanceof String name && Workspace.isName(name)) {
			return new Workspace(name);
		}
		throw new UnauthenticatedException("invalid-access-token",
				"The access token is not valid: its claim %s must name a workspace.".formatted(this.workspaceClaim));
	}

	private Set<Scope> scopes(JWTClaimsSet claims) {
		Collection<String> names = names(
				(claims.getClaim("scope") != null) ? claims.getClaim("scope") : claims.getClaim("scp"));
		return Arrays.stream(Scope.values())
			.filter((scope) -> names.contains(this.scopePrefix + scope.text()))
			.collect(Collectors.toCollection(() -> EnumSet.noneOf(Scope.class)));
	}

	/** A text with spaces between, as RFC 9068 has it, or a list, as others do. */
	private static Collection<String> names(Object claim) {
		if (claim instanceof Collection<?> list) {
			return list.stream().map(String::valueOf).toList();
		}
		return (claim != null) ? List.of(claim.toString().split(" ")) : List.of();
	}

}
