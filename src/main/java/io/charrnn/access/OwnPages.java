package io.charrnn.access;

import java.net.InetAddress;
import java.net.URI;
import java.util.Set;
import java.util.regex.Pattern;

import io.charrnn.problem.ForbiddenException;
import io.charrnn.problem.Shown;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * Refuses what pages of other sites make a browser send: where no key is needed, nothing
 * else tells such a request from one that the user wants.
 */
@Component
class OwnPages {

	private static final Set<String> LOOKING = Set.of("GET", "HEAD");

	/**
	 * What browsers say of a request that a page of another site made them send, be it
	 * for a picture (W3C, Fetch Metadata Request Headers).
	 */
	private static final String FETCH_SITE = "Sec-Fetch-Site";

	private static final String CROSS_SITE = "cross-site";

	private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[.*]");

	private final AccessSettings settings;

	private final boolean onLoopback;

	OwnPages(AccessSettings settings, @Value("${server.address:#{null}}") @Nullable InetAddress address) {
		this.settings = settings;
		this.onLoopback = address != null && address.isLoopbackAddress();
	}

	/**
	 * Checks the request of somebody who has shown no key.
	 * @throws ForbiddenException if a page of another site sends it
	 */
	void check(HttpServletRequest request) {
		checkHost(request.getServerName());
		String origin = request.getHeader(HttpHeaders.ORIGIN);
		boolean changes = !LOOKING.contains(request.getMethod());
		boolean foreign = changes && origin != null && !isOwn(origin, request.getHeader(HttpHeaders.HOST));
		if ((foreign || CROSS_SITE.equals(request.getHeader(FETCH_SITE)))
				&& (origin == null || !this.settings.allowedOrigins().contains(origin))) {
			throw new ForbiddenException("foreign-origin",
					"Pages of %s may not use the service; see the setting charrnn.access.allowed-origins."
						.formatted((origin != null) ? Shown.shortened(origin) : "other sites"));
		}
	}

	/**
	 * A site may give its own name the address of this machine, and its pages are then
	 * the service's own for a browser (DNS rebinding). What is reached on a loopback
	 * address has no name of the Internet, unless a proxy is in front of it.
	 */
	private void checkHost(String name) {
		boolean local = !name.contains(".") || ADDRESS.matcher(name).matches() || name.endsWith(".localhost");
		if (this.onLoopback && !local
				&& this.settings.allowedOrigins()
					.stream()
					.noneMatch((origin) -> name.equalsIgnoreCase(URI.create(origin).getHost()))) {
			throw new ForbiddenException("foreign-host",
					"The service is not known as %s; see the setting charrnn.access.allowed-origins.".formatted(name))
				.with("host", name);
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
