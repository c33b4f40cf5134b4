package io.charrnn.access;

import java.io.IOException;
import java.util.Optional;

import io.charrnn.problem.ForbiddenException;
import io.charrnn.problem.Shown;
import io.charrnn.problem.TooManyRequestsException;
import io.charrnn.workspace.CurrentWorkspace;
import io.charrnn.workspace.Workspace;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Has each request that was let in act in a workspace, its caller's or the one that it
 * names as OpenAI's clients name projects, and takes a place of the caller's for it.
 */
final class AdmissionFilter extends OncePerRequestFilter {

	private static final String PROJECT = "OpenAI-Project";

	private final Accounts accounts;

	private final Refusals refusals;

	AdmissionFilter(Accounts accounts, Refusals refusals) {
		this.accounts = accounts;
		this.refusals = refusals;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		Optional<Caller> caller = Caller.current();
		Optional<Usage> usage = caller.map(this.accounts::usage);
		try {
			enterWorkspace(request, response, caller);
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

	/** Who administers the service may use all workspaces, others their own. */
	private static void enterWorkspace(HttpServletRequest request, HttpServletResponse response,
			Optional<Caller> caller) {
		Workspace own = caller.map(Caller::workspace).orElse(Workspace.DEFAULT);
		boolean administers = caller.map((who) -> who.scopes().contains(Scope.ADMIN)).orElse(true);
		String named = request.getHeader(PROJECT);
		Workspace workspace = (named == null || named.isBlank()) ? own
				: chosen(named.strip(), own, caller.isPresent() && administers);
		CurrentWorkspace.set(request, workspace, administers);
		response.setHeader(PROJECT, workspace.name());
	}

	private static Workspace chosen(String name, Workspace own, boolean any) {
		if (name.equals(own.name())) {
			return own;
		}
		if (!any || !Workspace.isName(name)) {
			throw new ForbiddenException("foreign-workspace",
					"The key belongs to the workspace %s and may not use the workspace in the header %s, %s."
						.formatted(own, PROJECT, Shown.shortened(name)))
				.with("workspace", own.name());
		}
		return new Workspace(name);
	}

}
