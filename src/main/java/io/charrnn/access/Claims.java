package io.charrnn.access;

import java.net.URI;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.charrnn.workspace.Workspace;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;

/** Reads from the claims of an access token that counts who shows it. */
final class Claims {

	/** As OpenID Connect has it. */
	private static final int LONGEST_SUBJECT = 255;

	private final List<URI> issuers;

	private final String scopePrefix;

	private final String workspaceClaim;

	Claims(TokenSettings settings) {
		this.issuers = settings.issuer();
		this.scopePrefix = settings.scopePrefix();
		this.workspaceClaim = settings.workspaceClaim();
	}

	/**
	 * Who shows a token.
	 * @throws InvalidBearerTokenException if the claims do not say it
	 */
	Caller identity(Map<String, Object> claims) {
		if (claims.containsKey("cnf")) {
			throw new InvalidBearerTokenException("it is sender-constrained (claim cnf), which is not supported");
		}
		String subject = subject(claims.get("sub"));
		return new Caller(owner(claims.get("iss")) + ":" + subject, subject, workspace(claims), scopes(claims), null,
				null, null);
	}

	/** Whose subjects they are: with several issuers, each has its own. */
	private String owner(@Nullable Object issuer) {
		boolean first = this.issuers.isEmpty() || this.issuers.get(0).toString().equals(String.valueOf(issuer));
		return first ? "subject" : "subject@" + issuer;
	}

	/** It stands in the database and in lines of the audit log. */
	private static String subject(@Nullable Object claim) {
		String subject = String.valueOf(claim);
		if (claim == null || subject.isBlank() || subject.length() > LONGEST_SUBJECT
				|| subject.codePoints().anyMatch(Claims::isNotPrinted)) {
			throw new InvalidBearerTokenException("its claim sub must have from 1 to " + LONGEST_SUBJECT
					+ " characters, without control characters and line ends");
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
	private Workspace workspace(Map<String, Object> claims) {
		if (this.workspaceClaim.isEmpty()) {
			return Workspace.DEFAULT;
		}
		if (claims.get(this.workspaceClaim) instanceof String name && Workspace.isName(name)) {
			return new Workspace(name);
		}
		throw new InvalidBearerTokenException("its claim %s must name a workspace".formatted(this.workspaceClaim));
	}

	private Set<Scope> scopes(Map<String, Object> claims) {
		Collection<String> names = names((claims.get("scope") != null) ? claims.get("scope") : claims.get("scp"));
		return Arrays.stream(Scope.values())
			.filter((scope) -> names.contains(this.scopePrefix + scope.text()))
			.collect(Collectors.toCollection(() -> EnumSet.noneOf(Scope.class)));
	}

	/** A text with spaces between, as RFC 9068 has it, or a list, as others do. */
	private static Collection<String> names(@Nullable Object claim) {
		if (claim instanceof Collection<?> list) {
			return list.stream().map(String::valueOf).toList();
		}
		return (claim != null) ? List.of(claim.toString().split(" ")) : List.of();
	}

}
