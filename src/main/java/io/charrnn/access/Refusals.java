package io.charrnn.access;

import java.time.Duration;

import io.charrnn.problem.ForbiddenException;
import io.charrnn.problem.MalformedException;
import io.charrnn.problem.Problem;
import io.charrnn.problem.UnauthenticatedException;
import io.charrnn.problem.UnavailableException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.authorization.AuthorityAuthorizationDecision;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Says why a request is rejected, in the form that errors have under its path. */
class Refusals implements AuthenticationEntryPoint, AccessDeniedHandler, RequestRejectedHandler {

	private static final Duration ISSUER_AGAIN_AFTER = Duration.ofSeconds(5);

	private final boolean keysAreNeeded;

	private final HandlerExceptionResolver problems;

	Refusals(boolean keysAreNeeded, HandlerExceptionResolver problems) {
		this.keysAreNeeded = keysAreNeeded;
		this.problems = problems;
	}

	@Override
	public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException failure) {
		answer(request, response, ofUnknown(failure, request));
	}

	@Override
	public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException denial) {
		answer(request, response, ofKnown(denial, request));
	}

	@Override
	public void handle(HttpServletRequest request, HttpServletResponse response, RequestRejectedException rejection) {
		answer(request, response,
				new MalformedException("malformed-request",
						"The request is rejected because " + String.valueOf(rejection.getMessage())
							.replaceFirst("^The request was rejected because ", "")
							.replace("the URL contained a potentially malicious String", "its path must not have")
							.replaceFirst("\\.*$", ".")));
	}

	/** Answers with a problem, or what means one. */
	void answer(HttpServletRequest request, HttpServletResponse response, Exception reason) {
		if (reason instanceof UnauthenticatedException problem) {
			response.setHeader(HttpHeaders.WWW_AUTHENTICATE,
					problem.type().equals("invalid-access-token") ? "Bearer error=\"invalid_token\"" : "Bearer");
		}
		this.problems.resolveException(request, response, null, reason);
	}

	private Exception ofUnknown(AuthenticationException failure, HttpServletRequest request) {
		if (failure.getCause() instanceof Problem problem) {
			return problem;
		}
		if (failure.getCause() instanceof AccessDeniedException denial && !this.keysAreNeeded) {
			return ofKnown(denial, request);
		}
		if (failure instanceof InsufficientAuthenticationException) {
			return new UnauthenticatedException("missing-api-key",
					"The request needs an API key, in the header Authorization: Bearer KEY or X-API-Key: KEY.");
		}
		if (failure instanceof InvalidBearerTokenException) {
			return new UnauthenticatedException("invalid-access-token",
					"The access token is not valid: %s.".formatted(failure.getMessage()));
		}
		if (failure instanceof InternalAuthenticationServiceException
				&& failure.getCause() instanceof RuntimeException cause) {
			return cause;
		}
		if (failure instanceof AuthenticationServiceException) {
			return new UnavailableException("issuer-unavailable",
					"Access tokens cannot be verified now because their issuer does not respond.", ISSUER_AGAIN_AFTER);
		}
		return new UnauthenticatedException("invalid-api-key", "The API key is unknown or has expired.");
	}

	/** What no rule names is nothing that others see. */
	private static Exception ofKnown(AccessDeniedException denial, HttpServletRequest request) {
		if (denial.getCause() instanceof Problem problem) {
			return problem;
		}
		if (denial instanceof AuthorizationDeniedException denied
				&& denied.getAuthorizationResult() instanceof AuthorityAuthorizationDecision decision) {
			return missingScope(decision);
		}
		return new NoResourceFoundException(HttpMethod.valueOf(request.getMethod()), request.getRequestURI(),
				request.getRequestURI());
	}

	private static Problem missingScope(AuthorityAuthorizationDecision decision) {
		String scope = String.valueOf(decision.getAuthorities().iterator().next().getAuthority());
		return new ForbiddenException("missing-scope",
				"The API key lacks the scope %s, which this request needs.".formatted(scope))
			.with("scope", scope);
	}

}
