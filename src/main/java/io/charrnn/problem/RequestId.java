package io.charrnn.problem;

import java.io.IOException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.MDC;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Gives each request an id, which stands in every line that is logged for it, in its
 * response and in its problem: the one that a proxy has given it, or a new one.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class RequestId extends OncePerRequestFilter {

	static final String HEADER = "X-Request-Id";

	private static final String NAME = "requestId";

	private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

	/** The id of the request that this thread works for. */
	static Optional<String> current() {
		return Optional.ofNullable(MDC.get(NAME));
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		String sent = request.getHeader(HEADER);
		String id = (sent != null && FORM.matcher(sent).matches()) ? sent : newId();
		response.setHeader(HEADER, id);
		try (MDC.MDCCloseable scope = MDC.putCloseable(NAME, id)) {
			chain.doFilter(request, response);
		}
	}

	/** Nobody needs to be unable to guess it, so it need not cost what a UUID does. */
	private static String newId() {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		return HexFormat.of().toHexDigits(random.nextLong()) + HexFormat.of().toHexDigits(random.nextLong());
	}

	@Override
	protected boolean shouldNotFilterErrorDispatch() {
		return false;
	}

}
