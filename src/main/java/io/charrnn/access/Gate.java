package io.charrnn.access;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;

import io.charrnn.problem.ForbiddenException;
import io.charrnn.problem.Problem;
import io.charrnn.problem.UnauthenticatedException;
import io.charrnn.workspace.CurrentWorkspace;
import io.charrnn.workspace.Workspace;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

	private static final Runnable NOTHING = () -> {
	};

	private static final Logger logger = LoggerFactory.getLogger(Gate.class);

	private final boolean needsKeys;

	private final Credentials credentials;

	private final Usages usages;

	private final OwnPages ownPages;

	private final AuditLog audit;

	private final HandlerExceptionResolver problems;

	Gate(AccessSettings settings, @Value("${server.address:#{null}}") @Nullable InetAddress address,
			Credentials credentials, Usages usages, OwnPages ownPages, AuditLog audit,
			@Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
		this.needsKeys = settings.needsKeys(address);
		this.credentials = credentials;
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
		keepOutOfCaches(response);
		Identity who = null;
		Runnable end = NOTHING;
		try {
			who = this.needsKeys ? identify(request) : identifyIfKnown(request);
			CurrentWorkspace.set(request, (who != null) ? who.workspace() : Workspace.DEFAULT);
			if (who != null) {
				end = admit(who, scope.get(), request, response);
			}
		}
		catch (Problem | DataAccessException | TransactionException ex) {
			refuse(request, response, ex);
			this.audit.tell(request, scope.get(), who, response.getStatus());
			return;
		}
		try {
			chain.doFilter(request, response);
		}
		finally {
			end.run();
			this.audit.tell(request, scope.get(), who, response.getStatus());
		}
	}

	/** What is answered depends on the key, and changes. */
	private static void keepOutOfCaches(HttpServletResponse response) {
		response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
		response.addHeader(HttpHeaders.VARY, "Accept, Authorization, X-API-Key");
	}

	/** Takes a place for a request, and tells how to give it back. */
	private Runnable admit(Identity who, Scope scope, HttpServletRequest request, HttpServletResponse response) {
		if (this.needsKeys && !scope.isIn(who.scopes())) {
			throw new ForbiddenException("missing-scope",
					"The API key lacks the scope %s, which this request needs.".formatted(scope.text()))
				.with("scope", scope.text());
		}
		request.setAttribute(Caller.ATTRIBUTE, who.id());
		Usage usage = this.usages.of(who);
		usage.begin(response);
		return usage::end;
	}

	private Identity identify(HttpServletRequest request) {
		return this.credentials.identify(request)
			.orElseThrow(() -> new UnauthenticatedException("missing-api-key",
					"The request needs an API key, in the header Authorization: Bearer KEY or X-API-Key: KEY."));
	}

	/** Clients of OpenAI's API always send something. */
	private @Nullable Identity identifyIfKnown(HttpServletRequest request) {
		try {
			Optional<Identity> who = this.credentials.identify(request);
			if (who.isPresent()) {
				return who.get();
			}
		}
		catch (UnauthenticatedException ex) {
			logger.debug("a key that nobody needs is not known", ex);
		}
		this.ownPages.check(request);
		return null;
	}

	private void refuse(HttpServletRequest request, HttpServletResponse response, Exception reason) {
		if (reason instanceof UnauthenticatedException problem) {
			response.setHeader(HttpHeaders.WWW_AUTHENTICATE,
					problem.type().equals("invalid-access-token") ? "Bearer error=\"invalid_token\"" : "Bearer");
		}
		this.problems.resolveException(request, response, null, reason);
	}

}
