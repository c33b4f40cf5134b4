package io.charrnn.access;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Tells who changed what, in the log {@code io.charrnn.audit}: calls that need the scope
 * train or admin, and those that were refused for their key.
 */
@Component
class AuditLog {

	private static final Logger logger = LoggerFactory.getLogger("io.charrnn.audit");

	void tell(HttpServletRequest request, Scope scope, @Nullable Identity identity, int status) {
		boolean refused = status == 401 || status == 403;
		boolean changes = (scope == Scope.TRAIN || scope == Scope.ADMIN) && !request.getMethod().equals("GET");
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
