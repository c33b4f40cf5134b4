package io.charrnn.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Query parameters have a value. Without this, an empty one would silently mean its
 * default.
 */
@Configuration(proxyBeanMethods = false)
class StrictParameters implements WebMvcConfigurer {

	@Override
	public void addInterceptors(InterceptorRegistry registry) {
		registry.addInterceptor(new HandlerInterceptor() {

			@Override
			public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
				refuseEmptyValues(request.getQueryString());
				return true;
			}

		}).addPathPatterns("/api/**");
	}

	/** Looks at the query alone: asking for parameters could eat a body. */
	private static void refuseEmptyValues(@Nullable String query) {
		if (query == null) {
			return;
		}
		for (String parameter : query.split("&")) {
			int end = parameter.indexOf('=');
			if (!parameter.isEmpty() && (end < 0 || end == parameter.length() - 1)) {
				String name = (end < 0) ? parameter : parameter.substring(0, end);
				throw new MalformedException("invalid-parameter",
						"The parameter %s has no value; give one or leave it out.".formatted(name))
					.with("field", name);
			}
		}
	}

}
