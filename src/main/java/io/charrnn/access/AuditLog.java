package io.charrnn.access;

import java.util.Set;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.stereotype.Component;

/**
 * Tells who changed what, in the log {@code io.charrnn.audit}, and who was refused for
 * the key.
 */
@Component
class AuditLog {

	private static final Set<String> LOOKING = Set.of("GET", "HEAD", "OPTIONS");

	private static final Logger logger = LoggerFactory.getLogger("io.charrnn.audit");

	private final RequestMatcher computing = Rules.computing();

	void tell(HttpServletRequest request, @Nullable Identity identity, int status) {
		boolean refused = status == 401 || status == 403;
		boolean changes = !LOOKING.contains(request.getMethod()) && !this.computing.matches(request);
		if (!refused && !changes) {
			return;
		}
		String who = (identity != null) ? identity.id() : "nobody";
		logger.atInfo()
			.addKeyValue("method", request.getMethod())
			.addKeyValue("path", request.getRequestURI())
			.addKeyValue("key", who)
			.addKeyValue("address", request.getRemoteAddr())
			.addKeyValue("status", status)
			.log("{} {} by {} from {}: {}", request.getMethod(), request.getRequestURI(), who, request.getRemoteAddr(),
					status);
	}

}
