package io.charrnn.access;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;

import io.charrnn.problem.ForbiddenException;
import io.charrnn.problem.Problem;
import io.charrnn.problem.UnauthenticatedException;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Lets requests in that have a key for what they want, or need none. */
@Component
@Order(Gate.AFTER_REQUEST_ID)
class Gate extends OncePerRequestFilter {

	static final int AFTER_REQUEST_ID = -200;

	private static final String BEARER = "bearer ";

	private static final String OWN_HEADER = "X-API-Key";

	private final boolean needsKeys;

	private final KnownKeys keys;

	private final Usages usages;

	private final OwnPages ownPages;

	private final AuditLog audit;

	private final HandlerExceptionResolver problems;

	Gate(AccessSettings settings, @Value("${server.address:#{null}}") @Nullable InetAddress address, KnownKeys keys,
			Usages usages, OwnPages ownPages, AuditLog audit,
			@Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
		this.needsKeys = settings.needsKeys(address);
		this.keys = keys;
		this.usages = usages;
		this.ownPages = ownPages;
		this.audit = audit;
		this.problems = problems;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		Optional<Scope> scope = RequiredScopes.of(request);
		if (scope.isEmpty()) {
			chain.doFilter(request, response);
			return;
		}
		ApiKey key = null;
		try {
			key = key(request, scope.get());
			if (key != null) {
				this.usages.of(key).begin(response);
			}
		}
		catch (Problem | DataAccessException | TransactionException ex) {
			refuse(request, response, ex);
			this.audit.tell(request, scope.get(), key, response.getStatus());
			return;
		}
		pass(request, response, chain, scope.get(), key);
	}

	private void pass(HttpServletRequest request, HttpServletResponse response, FilterChain chain, Scope scope,
			@Nullable ApiKey key) throws ServletException, IOException {
		if (key != null) {
			request.setAttribute(Caller.ATTRIBUTE, key.id().value());
		}
		boolean ended = true;
		try {
			chain.doFilter(request, response);
			if (request.isAsyncStarted()) {
				ended = false;
				request.getAsyncContext().addListener(new AtEnd(() -> end(key)));
			}
		}
		finally {
			if (ended) {
				end(key);
			}
			this.audit.tell(request, scope, key, response.getStatus());
		}
	}

	private void end(@Nullable ApiKey key) {
		if (key != null) {
			this.usages.of(key).end();
		}
	}

	/** The request's key, or null where none is needed and none is sent. */
	private @Nullable ApiKey key(HttpServletRequest request, Scope scope) {
		Optional<Secret> secret = secret(request);
		if (secret.isEmpty() && !this.needsKeys) {
			this.ownPages.check(request);
			return null;
		}
		Optional<ApiKey> found = secret.flatMap(this.keys::find);
		if (found.isEmpty() && !this.needsKeys) {
			// Clients of OpenAI's API always send something.
			this.ownPages.check(request);
			return null;
		}
		if (secret.isEmpty()) {
			throw new UnauthenticatedException("missing-api-key",
					"The request needs an API key, in the header Authorization: Bearer KEY or X-API-Key: KEY.");
		}
		ApiKey key = found.orElseThrow(
				() -> new UnauthenticatedException("invalid-api-key", "The API key is unknown or has expired."));
		if (this.needsKeys && !scope.isIn(key.scopes())) {
			throw new ForbiddenException("missing-scope",
					"The API key lacks the scope %s, which this request needs.".formatted(scope.text()))
				.with("scope", scope.text());
		}
		return key;
	}

	private static Optional<Secret> secret(HttpServletRequest request) {
		String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
		if (authorization != null && authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
			return Optional.of(new Secret(authorization.substring(BEARER.length()).strip()));
		}
		return Optional.ofNullable(request.getHeader(OWN_HEADER)).map(String::strip).map(Secret::new);
	}

	private void refuse(HttpServletRequest request, HttpServletResponse response, Exception reason) {
		if (reason instanceof UnauthenticatedException) {
			response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
		}
		this.problems.resolveException(request, response, null, reason);
	}

	/** Does something when an asynchronous response has ended. */
	private record AtEnd(Runnable action) implements AsyncListener {

		@Override
		public void onComplete(AsyncEvent event) {
			this.action.run();
		}

		@Override
		public void onTimeout(AsyncEvent event) {
		}

		@Override
		public void onError(AsyncEvent event) {
		}

		@Override
		public void onStartAsync(AsyncEvent event) {
		}

	}

}
