package io.charrnn.access;

import java.net.InetAddress;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import io.charrnn.problem.ForbiddenException;
import io.charrnn.problem.Problem;
import io.charrnn.problem.Shown;
import io.charrnn.problem.UnauthenticatedException;
import jakarta.servlet.http.HttpServletRequest;
import org.apache.catalina.Globals;
import org.apache.catalina.connector.RequestFacade;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;
import org.springframework.web.util.WebUtils;

/**
 * Rejects what others than the user of this machine may have sent where no key is needed:
 * pages of other sites through a browser, and whoever is behind a proxy.
 */
@Component
class OwnPages implements AuthorizationManager<RequestAuthorizationContext> {

	private static final Set<String> LOOKING = Set.of("GET", "HEAD");

	/**
	 * What browsers say of a request that a page of another site made them send, be it
	 * for a picture (W3C, Fetch Metadata Request Headers).
	 */
	private static final String FETCH_SITE = "Sec-Fetch-Site";

	private static final String CROSS_SITE = "cross-site";

	/** Headers that proxies set: RFC 7239, RFC 9110, and older habits. */
	private static final Set<String> BY_PROXIES = Set.of("forwarded", "via", "x-real-ip", "x-real-port", "cdn-loop",
			"true-client-ip", "x-client-ip", "x-cluster-client-ip", "fastly-client-ip", "fastly-ff", "fly-client-ip",
			"do-connecting-ip", "incap-client-ip", "wl-proxy-client-ip", "proxy-client-ip", "x-proxyuser-ip",
			"x-nf-client-connection-ip", "x-amzn-trace-id", "x-amz-cf-id", "x-cloud-trace-context", "x-varnish",
			"x-scheme", "front-end-https");

	/** How the others begin that content networks, clouds and tunnels set. */
	private static final List<String> BY_FAMILIES = List.of("x-forwarded-", "x-original-", "x-envoy-", "x-arr-",
			"x-azure-", "x-appengine-", "x-goog-", "x-vercel-", "x-akamai-", "x-sucuri-", "cf-", "fly-forwarded-",
			"tailscale-", "ngrok-");

	private final AccessSettings settings;

	private final boolean onLoopback;

	private final LocalNames names;

	OwnPages(AccessSettings settings, @Value("${server.address:#{null}}") @Nullable InetAddress address) {
		this.settings = settings;
		this.onLoopback = address != null && address.isLoopbackAddress();
		this.names = new LocalNames(settings.allowedHosts(), settings.allowedOrigins());
	}

	@Override
	public AuthorizationResult authorize(Supplier<? extends @Nullable Authentication> caller,
			RequestAuthorizationContext context) {
		if (Caller.shownBy(caller.get()).isEmpty()) {
			try {
				check(context.getRequest());
			}
			catch (Problem problem) {
				throw new AccessDeniedException(problem.detail(), problem);
			}
		}
		return new AuthorizationDecision(true);
	}

	/** Checks the request of somebody who has shown no key. */
	private void check(HttpServletRequest request) {
		if (this.onLoopback) {
			checkProxy(request);
			checkHost(request);
		}
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
	 * A proxy on this machine lets others reach the loopback address. Whoever turned keys
	 * off wants that.
	 */
	private void checkProxy(HttpServletRequest request) {
		if (this.settings.keys() == AccessSettings.Keys.OFF) {
			return;
		}
		proxyHeader(request).ifPresent((header) -> {
			throw new UnauthenticatedException("missing-api-key",
					("The request came through a proxy, as its header %s shows, and so it needs an API key, in the "
							+ "header Authorization: Bearer KEY or X-API-Key: KEY. Set charrnn.access.keys to "
							+ "required, or to off to trust everyone whom the proxy lets in.")
						.formatted(header));
		});
	}

	/** Tomcat and Spring take such headers away once they have done what they say. */
	private static Optional<String> proxyHeader(HttpServletRequest request) {
		HttpServletRequest sent = Optional
			.<HttpServletRequest>ofNullable(WebUtils.getNativeRequest(request, RequestFacade.class))
			.orElse(request);
		if (Boolean.TRUE.equals(sent.getAttribute(Globals.REQUEST_FORWARDED_ATTRIBUTE))) {
			return Optional.of("X-Forwarded-For");
		}
		return Collections.list(sent.getHeaderNames()).stream().filter(OwnPages::isSetByProxies).findFirst();
	}

	private static boolean isSetByProxies(String header) {
		String name = header.toLowerCase(Locale.ROOT);
		return BY_PROXIES.contains(name) || BY_FAMILIES.stream().anyMatch(name::startsWith);
	}

	/** What is no browser may name no host at all. */
	private void checkHost(HttpServletRequest request) {
		String name = request.getServerName();
		if (StringUtils.hasText(request.getHeader(HttpHeaders.HOST)) && !this.names.include(name)) {
			throw new ForbiddenException("foreign-host",
					("%s is not a known name of this service; if it is, add it to the setting "
							+ "charrnn.access.allowed-hosts.")
						.formatted(Shown.shortened(name)))
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
