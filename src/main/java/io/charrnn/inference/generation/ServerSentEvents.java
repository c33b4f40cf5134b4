package io.charrnn.inference.generation;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;

/**
 * A response of server-sent events. It begins with the first event, so that what fails
 * before it can still get a status of its own.
 */
public final class ServerSentEvents {

	public static final String MEDIA_TYPE = "text/event-stream";

	private static final String HEARTBEAT = ": still computing\n\n";

	private final HttpServletResponse response;

	private final long heartbeatNanoseconds;

	private long lastSent = System.nanoTime();

	/**
	 * A stream.
	 * @param response where events go
	 * @param heartbeat silence after which a comment is sent
	 */
	public ServerSentEvents(HttpServletResponse response, Duration heartbeat) {
		this.response = response;
		this.heartbeatNanoseconds = heartbeat.toNanos();
	}

	/** Sends whole events, each ended by an empty line. */
	public void send(String lines) throws IOException {
		if (!this.response.isCommitted()) {
			this.response.setContentType(MEDIA_TYPE);
			this.response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
			// nginx would hold the events back
			this.response.setHeader("X-Accel-Buffering", "no");
		}
		OutputStream out = this.response.getOutputStream();
		out.write(lines.getBytes(StandardCharsets.UTF_8));
		out.flush();
		this.lastSent = System.nanoTime();
	}

	/** Sends a comment if there was silence for long. */
	public void idle() throws IOException {
		if (System.nanoTime() - this.lastSent >= this.heartbeatNanoseconds) {
			send(HEARTBEAT);
		}
	}

}
