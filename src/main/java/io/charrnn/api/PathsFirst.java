package io.charrnn.api;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.mvc.condition.PathPatternsRequestCondition;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Looks at a request's path before its method, its headers and its media types. Which of
 * a hundred handlers answers it took a third of the time that a prediction spent in Java;
 * the path rules nearly all of them out, and costs the least.
 */
@Configuration(proxyBeanMethods = false)
class PathsFirst implements WebMvcRegistrations {

	@Override
	public RequestMappingHandlerMapping getRequestMappingHandlerMapping() {
		return new RequestMappingHandlerMapping() {

			@Override
			protected @Nullable RequestMappingInfo getMatchingMapping(RequestMappingInfo mapping,
					HttpServletRequest request) {
				PathPatternsRequestCondition paths = mapping.getPathPatternsCondition();
				boolean elsewhere = paths != null && paths.getMatchingCondition(request) == null;
				return elsewhere ? null : super.getMatchingMapping(mapping, request);
			}

		};
	}

}
