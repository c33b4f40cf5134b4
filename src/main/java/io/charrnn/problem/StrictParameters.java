package io.charrnn.problem;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.Part;

import org.springframework.context.annotation.Configuration;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.http.HttpMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.multipart.MultipartHttpServletRequest;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.util.WebUtils;

/**
 * Query parameters and parts of forms are known, come once and, in the query, have a
 * value. Without this, one that is misspelt or empty would silently mean its default, and
 * of two files one would be lost.
 */
@Configuration(proxyBeanMethods = false)
class StrictParameters implements WebMvcConfigurer {

	private static final ParameterNameDiscoverer NAMES = new DefaultParameterNameDiscoverer();

	@Override
	public void addInterceptors(InterceptorRegistry registry) {
		registry.addInterceptor(new HandlerInterceptor() {

			@Override
			public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
					throws IOException, ServletException {
				if (handler instanceof HandlerMethod method && !HttpMethod.OPTIONS.matches(request.getMethod())) {
					check(request, method);
				}
				return true;
			}

		}).addPathPatterns("/api/**", "/v1/**", "/tokenize", "/detokenize");
	}

	/**
	 * Looks at the query itself, as asking for parameters could eat a body, and at a form
	 * only where one is taken.
	 */
	private static void check(HttpServletRequest request, HandlerMethod method) throws IOException, ServletException {
		String query = request.getQueryString();
		MultipartHttpServletRequest form = takesParts(method)
				? WebUtils.getNativeRequest(request, MultipartHttpServletRequest.class) : null;
		if (query == null && form == null) {
			return;
		}
		Set<String> known = known(method);
		Set<String> seen = new HashSet<>();
		if (query != null) {
			Stream.of(query.split("&"))
				.filter((parameter) -> !parameter.isEmpty())
				.forEach((parameter) -> require(name(parameter), "parameter", known, seen));
		}
		if (form != null) {
			// Reads the form, as Spring words what can go wrong.
			form.getFileMap();
			Set<String> repeatable = repeatable(method);
			for (Part part : request.getParts()) {
				require(part.getName(), "part", known, seen);
				if (repeatable.contains(part.getName())) {
					seen.remove(part.getName());
				}
			}
		}
	}

	private static String name(String parameter) {
		int end = parameter.indexOf('=');
		String name = decode((end < 0) ? parameter : parameter.substring(0, end));
		if (end < 0 || end == parameter.length() - 1) {
			throw new MalformedException("invalid-parameter",
					"The parameter %s has no value; give one or leave it out.".formatted(Shown.shortened(name)))
				.with("field", name);
		}
		return name;
	}

	private static String decode(String name) {
		try {
			return URLDecoder.decode(name, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return name;
		}
	}

	private static void require(String name, String kind, Collection<String> known, Set<String> seen) {
		// OpenAI's clients write the members of an object so.
		if (!known.contains(name.replaceFirst("\\[.*", ""))) {
			throw new MalformedException("unknown-parameter",
					"There is no %s %s here; %s.".formatted(kind, Shown.shortened(name),
							known.isEmpty() ? "the path has none" : "known: " + String.join(", ", known)))
				.with("parameter", name);
		}
		if (!seen.add(name)) {
			throw new MalformedException("repeated-parameter", "The %s %s is repeated.".formatted(kind, name))
				.with("parameter", name);
		}
	}

	private static boolean takesParts(HandlerMethod method) {
		return Stream.of(method.getMethodParameters())
			.anyMatch((parameter) -> parameter.hasParameterAnnotation(RequestPart.class));
	}

	/** The parts that are taken as a list. */
	private static Set<String> repeatable(HandlerMethod method) {
		return Stream.of(method.getMethodParameters())
			.filter((parameter) -> parameter.hasParameterAnnotation(RequestPart.class)
					&& parameter.getParameterType() == List.class)
			.map(StrictParameters::named)
			.collect(Collectors.toSet());
	}

	private static Set<String> known(HandlerMethod method) {
		Set<String> names = new TreeSet<>();
		for (MethodParameter parameter : method.getMethodParameters()) {
			RequestParam query = parameter.getParameterAnnotation(RequestParam.class);
			RequestPart part = parameter.getParameterAnnotation(RequestPart.class);
			String given = (query != null) ? query.name() : (part != null) ? part.name() : null;
			if (given != null) {
				names.add(given.isEmpty() ? named(parameter) : given);
			}
		}
		AlsoTakes more = AnnotationUtils.findAnnotation(method.getReturnType().getParameterType(), AlsoTakes.class);
		if (more != null) {
			names.add(more.value());
		}
		return names;
	}

	private static String named(MethodParameter parameter) {
		parameter.initParameterNameDiscovery(NAMES);
		return String.valueOf(parameter.getParameterName());
	}

}
