package io.charrnn.access;

import java.io.IOException;
import java.util.Set;

import com.github.benmanes.caffeine.cache.Ticker;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Tells of requests, whether they were let in or not: who changed what, in the log
 * {@code io.charrnn.audit}, who was rejected for the key, and, by setting, who read what
 * others have made.
 */
final class AuditLog extends OncePerRequestFilter {

	private static final Set<String> LOOKING = Set.of("GET", "HEAD", "OPTIONS");

	private static final Logger AUDIT = LoggerFactory.getLogger("io.charrnn.audit");

	private final RequestMatcher computing = Rules.computing();

	private final RequestMatcher reading = Rules.reading();

	private final boolean reads;

	private final Refused refused = new Refused(AUDIT, Ticker.systemTicker());

	/**
	 * Tells of what changes something.
	 * @param reads whether to tell of reads as well
	 */
	AuditLog(boolean reads) {
		this.reads = reads;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		try {
			chain.doFilter(request, response);
		}
		finally {
			tell(request, Caller.current().orElse(null), response.getStatus());
		}
	}

	private void tell(HttpServletRequest request, @Nullable Caller identity, int status) {
		boolean unknown = identity == null && (status == 401 || status == 429);
		if (unknown ? !this.refused.isFirst(request.getRemoteAddr()) : status != 403 && !isAudited(request)) {
			return;
		}
		String who = (identity != null) ? identity.id() : "nobody";
		AUDIT.atInfo()
			.addKeyValue("method", request.getMethod())
			.addKeyValue("path", request.getRequestURI())
			.addKeyValue("key", who)
			.addKeyValue("name", (identity != null) ? identity.name() : "")
			.addKeyValue("address", request.getRemoteAddr())
			.addKeyValue("status", status)
			.log("{} {} by {} from {}: {}", request.getMethod(), request.getRequestURI(), who, request.getRemoteAddr(),
					status);
	}

	private boolean isAudited(HttpServletRequest request) {
		if (LOOKING.contains(request.getMethod())) {
			return this.reads && this.reading.matches(request);
		}
		return !this.computing.matches(request);
	}

	/** Tells what somebody did to a key on the command line. */
	static void tellOfCommand(String what, KeyId key) {
		String who = System.getProperty("user.name", "somebody");
		AUDIT.atInfo()
			.addKeyValue("command", what)
			.addKeyValue("target", key)
			.addKeyValue("user", who)
			.log("keys {} {} by the user {} on the command line", what, key, who);
	}

}
