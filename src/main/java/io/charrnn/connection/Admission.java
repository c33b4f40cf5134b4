package io.charrnn.connection;

import java.io.IOException;
import java.util.Set;
import java.util.function.Supplier;

import jakarta.servlet.ServletException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.coyote.InputBuffer;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * Keeps the last of the server's threads for those who ask how it is. All others are
 * rejected at once while no more threads are left, and no body of theirs is waited for.
 */
final class Admission extends ValveBase {

	private static final String RETRY_AFTER_SECONDS = "1";

	private final Supplier<Set<String>> healthPaths;

	/**
	 * Keeps threads.
	 * @param healthPaths where health is told, there and below; asked for when requests
	 * come
	 */
	Admission(Supplier<Set<String>> healthPaths) {
		super(true);
		this.healthPaths = healthPaths;
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		org.apache.coyote.Request connection = request.getCoyoteRequest();
		request.setAttribute(Exchange.ATTRIBUTE, WatchedProcessor.exchange(connection));
		if (!request.isAsyncDispatching() && !hasThreads(request)) {
			connection.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
			if (!asksForHealth(request.getServletPath())) {
				response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
				response.sendError(HttpStatus.SERVICE_UNAVAILABLE.value());
				return;
			}
		}
		InputBuffer undecoded = connection.getInputBuffer();
		try {
			getNext().invoke(request, response);
		}
		finally {
			connection.setInputBuffer(undecoded);
		}
	}

	private boolean asksForHealth(String path) {
		return this.healthPaths.get()
			.stream()
			.anyMatch((health) -> path.equals(health) || path.startsWith(health + "/"));
	}

	private static boolean hasThreads(Request request) {
		return ((WatchedProtocol) request.getConnector().getProtocolHandler()).watch().hasThreads();
	}

}
