package io.charrnn.workspace;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

import jakarta.servlet.ServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * The workspace that a thread acts in: that of the request which it answers, or of the
 * job which it works for. A thread that has neither acts in none.
 */
public final class CurrentWorkspace {

	private static final String ATTRIBUTE = CurrentWorkspace.class.getName();

	private static final String ADMINISTERS = ATTRIBUTE + ".administers";

	private static final ThreadLocal<@Nullable Workspace> ENTERED = new ThreadLocal<>();

	private CurrentWorkspace() {
	}

	/**
	 * The workspace that this thread acts in.
	 * @throws IllegalStateException if it acts in none
	 */
	public static Workspace get() {
		return find().orElseThrow(() -> new IllegalStateException(
				"the thread " + Thread.currentThread().getName() + " acts in no workspace"));
	}

	/** The workspace that this thread acts in, if it acts in any. */
	public static Optional<Workspace> find() {
		Workspace entered = ENTERED.get();
		return Optional.ofNullable((entered != null) ? entered : ofRequest());
	}

	/**
	 * Says which workspace a request acts in, as soon as it is known who makes it.
	 * @param administers whether it may look after others as well
	 */
	public static void set(ServletRequest request, Workspace workspace, boolean administers) {
		request.setAttribute(ATTRIBUTE, workspace);
		request.setAttribute(ADMINISTERS, administers);
	}

	/** Whether a workspace is there for the request that this thread answers. */
	static boolean sees(Workspace workspace) {
		RequestAttributes request = RequestContextHolder.getRequestAttributes();
		boolean all = request != null
				&& Boolean.TRUE.equals(request.getAttribute(ADMINISTERS, RequestAttributes.SCOPE_REQUEST));
		return all || workspace.equals(get());
	}

	/** Acts in a workspace, whatever the thread acts in otherwise. */
	public static <T extends @Nullable Object> T call(Workspace workspace, Supplier<T> work) {
		Workspace before = ENTERED.get();
		ENTERED.set(Objects.requireNonNull(workspace));
		try {
			return work.get();
		}
		finally {
			if (before != null) {
				ENTERED.set(before);
			}
			else {
				ENTERED.remove();
			}
		}
	}

	/** Acts in a workspace, whatever the thread acts in otherwise. */
	public static void run(Workspace workspace, Runnable work) {
		call(workspace, () -> {
			work.run();
			return true;
		});
	}

	private static @Nullable Workspace ofRequest() {
		RequestAttributes request = RequestContextHolder.getRequestAttributes();
		return (request != null) ? (Workspace) request.getAttribute(ATTRIBUTE, RequestAttributes.SCOPE_REQUEST) : null;
	}

}
