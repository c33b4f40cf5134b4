package io.charrnn.api;

import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Sends metrics as text also to those who would rather have protobuf, as Prometheus by
 * its settings may: the library that writes it is left out, and Spring Boot's endpoint
 * does not know that.
 */
@Component
class TextMetrics extends OncePerRequestFilter {

	private static final MediaType PROTOBUF = new MediaType("application", "vnd.google.protobuf");

	/** What else there is of {@code application/*}. */
	private static final MediaType OPEN_METRICS = new MediaType("application", "openmetrics-text");

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		return !request.getRequestURI().endsWith("/prometheus") || request.getHeader(HttpHeaders.ACCEPT) == null;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		chain.doFilter(new TextOnly(request, accepted(request)), response);
	}

	/** What cannot be read is left as it is, for Spring to reject. */
	private static String accepted(HttpServletRequest request) {
		String accepted = String.join(", ", Collections.list(request.getHeaders(HttpHeaders.ACCEPT)));
		try {
			List<MediaType> types = MediaType.parseMediaTypes(accepted)
				.stream()
				.filter((type) -> !type.equalsTypeAndSubtype(PROTOBUF))
				.map((type) -> type.isWildcardSubtype() && PROTOBUF.isCompatibleWith(type) && !type.isWildcardType()
						? OPEN_METRICS.copyQualityValue(type) : type)
				.toList();
			return types.isEmpty() ? MediaType.TEXT_PLAIN_VALUE : MediaType.toString(types);
		}
		catch (InvalidMediaTypeException ex) {
			return accepted;
		}
	}

	private static final class TextOnly extends HttpServletRequestWrapper {

		private final String accepted;

		TextOnly(HttpServletRequest request, String accepted) {
			super(request);
			this.accepted = accepted;
		}

		@Override
		public @Nullable String getHeader(String name) {
			return HttpHeaders.ACCEPT.equalsIgnoreCase(name) ? this.accepted : super.getHeader(name);
		}

		@Override
		public Enumeration<String> getHeaders(String name) {
			return HttpHeaders.ACCEPT.equalsIgnoreCase(name) ? Collections.enumeration(List.of(this.accepted))
					: super.getHeaders(name);
		}

	}

}
