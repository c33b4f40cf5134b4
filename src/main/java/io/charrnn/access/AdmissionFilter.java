package io.charrnn.access;

import java.io.IOException;
import java.util.Optional;

import io.charrnn.problem.ForbiddenException;
import io.charrnn.problem.TooManyRequestsException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Has each request that was let in act in a workspace of its caller's, and takes a place
 * of the caller's for it.
 */
final class AdmissionFilter extends OncePerRequestFilter {

	private final Accounts accounts;

	private final Refusals refusals;

	AdmissionFilter(Accounts accounts, Refusals refusals) {
		this.accounts = accounts;
		this.refusals = refusals;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		Optional<Identity> caller = Caller.identity();
		Optional<Usage> usage = caller.map(this.accounts::usage);
		try {
			RequestedWorkspace.enter(request, response, caller);
			usage.ifPresent((used) -> used.begin(response));
		}
		catch (ForbiddenException | TooManyRequestsException ex) {
			this.refusals.answer(request, response, ex);
			return;
		}
		try {
			chain.doFilter(request, response);
		}
		finally {
			usage.ifPresent(Usage::end);
		}
	}

}
