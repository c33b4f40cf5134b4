package io.charrnn.problem;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.condition.PathPatternsRequestCondition;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Finds the path that a client most likely meant by one that leads nowhere. */
@Component
class NearPaths {

	private static final String OPENAI = "/v1";

	private static final String OWN = "/api/v1";

	private final ObjectProvider<RequestMappingHandlerMapping> handlers;

	NearPaths(@Qualifier("requestMappingHandlerMapping") ObjectProvider<RequestMappingHandlerMapping> handlers) {
		this.handlers = handlers;
	}

	/**
	 * Finds a path with a handler: without empty segments, a base path that stands twice,
	 * or with the base path that is missing.
	 */
	Optional<String> of(String path) {
		String clean = path.replaceAll("/{2,}", "/")
			.replaceFirst("(?<=.)/$", "")
			.replaceFirst("^(/api)?(/v1){2,}(?=/|$)", "$1$2");
		String bare = clean.replaceFirst("^(/api)?/v1(?=/)", "");
		return Stream.of(clean, OPENAI + bare, OWN + bare, bare)
			.filter((candidate) -> !candidate.equals(path) && isHandled(candidate))
			.findFirst();
	}

	private boolean isHandled(String path) {
		PathContainer parsed = PathContainer.parsePath(path);
		return this.handlers.getObject()
			.getHandlerMethods()
			.keySet()
			.stream()
			.map((mapping) -> Optional.ofNullable(mapping.getPathPatternsCondition())
				.map(PathPatternsRequestCondition::getPatterns))
			.flatMap(Optional::stream)
			.flatMap(Set::stream)
			.anyMatch((pattern) -> pattern.matches(parsed));
	}

}
