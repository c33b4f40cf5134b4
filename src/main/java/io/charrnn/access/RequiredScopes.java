package io.charrnn.access;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.server.PathContainer;
import org.springframework.web.util.ServletRequestPathUtils;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * The scope that each request needs. Paths are compared as the dispatcher does it, so
 * that no spelling of a path passes for another.
 */
final class RequiredScopes {

	private static final Set<String> LOOKING = Set.of("GET", "HEAD");

	private static final List<PathPattern> OPEN = patterns("/actuator/health/**", "/v3/api-docs/**",
			"/v3/api-docs.yaml");

	private static final List<PathPattern> PROTECTED = patterns("/api/**", "/v1/**", "/actuator/**", "/v3/**");

	private static final List<PathPattern> KEYS = patterns("/api/v1/keys/**");

	private static final List<PathPattern> SESSIONS = patterns("/api/v1/models/{reference}/sessions/**",
			"/api/v1/sessions/**");

	/** What is sent to them is computed with a model, and changes nothing. */
	private static final List<PathPattern> COMPUTING = patterns("/api/v1/models/{reference}/*", "/v1/completions/**",
			"/tokenize", "/detokenize", "/v1/chat/**", "/v1/responses/**", "/v1/embeddings");

	private static final List<PathPattern> LOOKING_BY_POST = patterns("/api/v1/training-jobs/estimates");

	private RequiredScopes() {
	}

	/** The scope that a request needs; empty if it needs no key. */
	static Optional<Scope> of(HttpServletRequest request) {
		PathContainer path = ServletRequestPathUtils.hasParsedRequestPath(request)
				? ServletRequestPathUtils.getParsedRequestPath(request).pathWithinApplication()
				: ServletRequestPathUtils.parseAndCache(request).pathWithinApplication();
		return of(request.getMethod(), path);
	}

	static Optional<Scope> of(String method, PathContainer path) {
		boolean looking = LOOKING.contains(method);
		// A preflight request of a browser never has a key.
		if (method.equals("OPTIONS") || looking && (isAny(OPEN, path) || !isAny(PROTECTED, path))) {
			return Optional.empty();
		}
		if (isAny(KEYS, path)) {
			return Optional.of(Scope.ADMIN);
		}
		if (isAny(SESSIONS, path) || method.equals("POST") && isAny(COMPUTING, path)) {
			return Optional.of(Scope.GENERATE);
		}
		return Optional.of((looking || isAny(LOOKING_BY_POST, path)) ? Scope.READ : Scope.TRAIN);
	}

	private static boolean isAny(List<PathPattern> patterns, PathContainer path) {
		for (PathPattern pattern : patterns) {
			if (pattern.matches(path)) {
				return true;
			}
		}
		return false;
	}

	private static List<PathPattern> patterns(String... patterns) {
		return Arrays.stream(patterns).map(PathPatternParser.defaultInstance::parse).toList();
	}

}
