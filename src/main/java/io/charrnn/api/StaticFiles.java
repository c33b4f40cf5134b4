package io.charrnn.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.HttpMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import org.springframework.web.servlet.resource.ResourceHttpRequestHandler;

/**
 * Knows the files of the page and of its libraries, so that no path that a client makes
 * up is looked for: class loaders remember every name that they were asked for.
 */
final class StaticFiles implements HandlerInterceptor {

	private static final Pattern PAGE = Pattern.compile(".*[/!]static/(.+)");

	/** A file of a library, under {@code NAME/VERSION/}. */
	private static final Pattern LIBRARY = Pattern.compile(".*/META-INF/resources/webjars/([^/]+)/([^/]+)/(.+)");

	private static final String API_PAGE = "swagger-ui";

	private final Set<String> paths = new HashSet<>();

	StaticFiles() {
		find("classpath*:static/**/*", PAGE);
		find("classpath*:META-INF/resources/webjars/**/*", LIBRARY);
	}

	private void find(String pattern, Pattern place) {
		try {
			for (Resource file : new PathMatchingResourcePatternResolver().getResources(pattern)) {
				Matcher matcher = place.matcher(file.getURL().toString());
				if (matcher.matches()) {
					add(matcher);
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void add(Matcher place) {
		if (place.pattern() == PAGE) {
			this.paths.add(place.group(1));
			return;
		}
		String library = place.group(1);
		String file = place.group(3);
		this.paths.add(library + "/" + file);
		this.paths.add(library + "/" + place.group(2) + "/" + file);
		if (library.equals(API_PAGE)) {
			this.paths.add(file);
		}
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
			throws NoResourceFoundException {
		if (handler instanceof ResourceHttpRequestHandler) {
			String path = String.valueOf(request.getAttribute(HandlerMapping.PATH_WITHIN_HANDLER_MAPPING_ATTRIBUTE));
			String name = path.startsWith("/") ? path.substring(1) : path;
			if (!this.paths.contains(name)) {
				throw new NoResourceFoundException(HttpMethod.valueOf(request.getMethod()), request.getRequestURI(),
						name);
			}
		}
		return true;
	}

}
