package io.charrnn.api;

import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Has ranges ignored that nobody understands (RFC 9110, 14.2): Spring, which sends the
 * static files, rejects units that it does not know, and knows no If-Range.
 */
@Component
class Ranges extends OncePerRequestFilter {

	private static final String BYTES = "bytes=";

	/** Whether a Range header counts in bytes. */
	static boolean areOfBytes(String range) {
		return range.startsWith(BYTES);
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		String range = request.getHeader(HttpHeaders.RANGE);
		boolean ignored = range != null
				&& (!areOfBytes(range) || request.getHeader(HttpHeaders.IF_RANGE) != null && isOfSpring(request));
		chain.doFilter(ignored ? new WithoutRange(request) : request, response);
	}

	/** Below the other paths, {@link Download} sends the parts. */
	private static boolean isOfSpring(HttpServletRequest request) {
		String path = request.getRequestURI();
		return !path.startsWith("/api/") && !path.startsWith("/v1/");
	}

	private static final class WithoutRange extends HttpServletRequestWrapper {

		WithoutRange(HttpServletRequest request) {
			super(request);
		}

		@Override
		public @Nullable String getHeader(String name) {
			return HttpHeaders.RANGE.equalsIgnoreCase(name) ? null : super.getHeader(name);
		}

		@Override
		public Enumeration<String> getHeaders(String name) {
			return HttpHeaders.RANGE.equalsIgnoreCase(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
		}

		@Override
		public Enumeration<String> getHeaderNames() {
			return Collections.enumeration(Collections.list(super.getHeaderNames())
				.stream()
				.filter((name) -> !HttpHeaders.RANGE.equalsIgnoreCase(name))
				.toList());
		}

	}

}
