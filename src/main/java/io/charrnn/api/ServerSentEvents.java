package io.charrnn.api;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import jakarta.servlet.http.HttpServletResponse;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.MediaType;

/**
 * A response of server-sent events. It begins with the first event, so that what fails
 * before it can still get a status of its own. Events are sent by the request's own
 * thread: where another one writes, Tomcat loses requests whose clients have gone.
 */
public final class ServerSentEvents {

	/** What clients may ask for. */
	public static final String MEDIA_TYPE = MediaType.TEXT_EVENT_STREAM_VALUE;

	/** The data of the last event of a stream in OpenAI's form, which is no JSON. */
	public static final String DONE = "[DONE]";

	/** HTTP's default for text is another charset, and some clients follow it. */
	private static final String CONTENT_TYPE = MEDIA_TYPE + ";charset=utf-8";

	private static final String HEARTBEAT = ": still here\n\n";

	private final HttpServletResponse response;

	private final ObjectWriter json;

	private final long heartbeatNanoseconds;

	private long lastSent = System.nanoTime();

	/**
	 * A stream.
	 * @param response where events go
	 * @param heartbeat silence after which a comment is sent
	 */
	public ServerSentEvents(HttpServletResponse response, JsonMapper json, Duration heartbeat) {
		this.response = response;
		this.json = json.writer().with(new LineEnds());
		this.heartbeatNanoseconds = heartbeat.toNanos();
	}

	/**
	 * Tells the client how long to wait before it connects again.
	 * @param reconnect how long
	 */
	public void begin(Duration reconnect) throws IOException {
		write("retry: " + reconnect.toMillis() + "\n\n");
	}

	/**
	 * Sends an event without a name.
	 * @param data becomes JSON
	 */
	public void send(Object data) throws IOException {
		write(data(data));
	}

	/**
	 * Sends an event.
	 * @param event its name
	 * @param data becomes JSON
	 */
	public void send(String event, Object data) throws IOException {
		write("event: " + event + "\n" + data(data));
	}

	/**
	 * Sends an event after which a client can continue.
	 * @param id what the client names then
	 * @param data becomes JSON
	 */
	public void send(long id, String event, Object data) throws IOException {
		write("id: " + id + "\nevent: " + event + "\n" + data(data));
	}

	/** Sends the last event of a stream in OpenAI's form. */
	public void done() throws IOException {
		write("data: " + DONE + "\n\n");
	}

	/** Sends a comment if there was silence for long. */
	public void idle() throws IOException {
		if (System.nanoTime() - this.lastSent >= this.heartbeatNanoseconds) {
			write(HEARTBEAT);
		}
	}

	private String data(Object data) {
		return "data: " + this.json.writeValueAsString(data) + "\n\n";
	}

	private void write(String lines) throws IOException {
		if (!this.response.isCommitted()) {
			this.response.setContentType(CONTENT_TYPE);
			// nginx would hold the events back
			this.response.setHeader("X-Accel-Buffering", "no");
		}
		OutputStream out = this.response.getOutputStream();
		out.write(lines.getBytes(StandardCharsets.UTF_8));
		out.flush();
		this.lastSent = System.nanoTime();
	}

}
