package io.charrnn.access;

import java.util.Optional;

import io.charrnn.problem.ForbiddenException;
import io.charrnn.problem.Shown;
import io.charrnn.workspace.CurrentWorkspace;
import io.charrnn.workspace.Workspace;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * The workspace that a request acts in: its caller's, or the one that it names as
 * OpenAI's clients name projects. Who administers the service may use all of them, others
 * their own.
 */
final class RequestedWorkspace {

	private static final String HEADER = "OpenAI-Project";

	private RequestedWorkspace() {
	}

	/**
	 * Has a request act in its workspace, and tells in the answer which one that is.
	 * @param caller who makes it; empty where that need not be known
	 * @throws ForbiddenException if it names a workspace that its caller may not use
	 */
	static void enter(HttpServletRequest request, HttpServletResponse response, Optional<Identity> caller) {
		Workspace own = caller.map(Identity::workspace).orElse(Workspace.DEFAULT);
		boolean administers = caller.map((who) -> who.scopes().contains(Scope.ADMIN)).orElse(true);
		String named = request.getHeader(HEADER);
		Workspace workspace = (named == null || named.isBlank()) ? own
				: chosen(named.strip(), own, caller.isPresent() && administers);
		CurrentWorkspace.set(request, workspace, administers);
		response.setHeader(HEADER, workspace.name());
	}

	private static Workspace chosen(String name, Workspace own, boolean any) {
		if (name.equals(own.name())) {
			return own;
		}
		if (!any || !Workspace.isName(name)) {
			throw new ForbiddenException("foreign-workspace",
					"The request acts in the workspace %s and may not use the one that its header %s names, %s."
						.formatted(own, HEADER, Shown.shortened(name)))
				.with("workspace", own.name());
		}
		return new Workspace(name);
	}

}
