package io.charrnn.access;

import java.net.URI;
import java.util.Set;

import io.charrnn.problem.ForbiddenException;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * Refuses what pages of other sites make a browser send: where no key is needed, nothing
 * else tells such a request from one that the user wants.
 */
@Component
class OwnPages {

	private static final Set<String> LOOKING = Set.of("GET", "HEAD");

	private final AccessSettings settings;

	OwnPages(AccessSettings settings) {
		this.settings = settings;
	}

	/**
	 * Checks the request of somebody who has shown no key.
	 * @throws ForbiddenException if a page of another site sends it
	 */
	void check(HttpServletRequest request) {
		String origin = request.getHeader(HttpHeaders.ORIGIN);
		boolean changes = !LOOKING.contains(request.getMethod());
		if (changes && origin != null && !isOwn(origin, request.getHeader(HttpHeaders.HOST))
				&& !this.settings.allowedOrigins().contains(origin)) {
			throw new ForbiddenException("foreign-origin",
					"Pages of %s may not use the service; see the setting charrnn.access.allowed-origins."
						.formatted(origin))
				.with("origin", origin);
		}
	}

	private static boolean isOwn(String origin, @Nullable String host) {
		try {
			return host != null && host.equals(URI.create(origin).getAuthority());
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

}
