package io.charrnn.training.stream;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

import io.charrnn.api.Client;
import io.charrnn.api.ServerSentEvents;
import io.charrnn.problem.MalformedException;
import io.charrnn.problem.UnavailableException;
import io.charrnn.training.TrainingSettings;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** The open event streams, whose number is limited. */
@Component
public class EventStreams implements SmartLifecycle {

	private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

	/** Silence after which a comment keeps the connection alive. */
	private static final Duration HEARTBEAT = Duration.ofSeconds(9);

	private final JsonMapper json;

	private final int most;

	private final Semaphore places;

	private final Set<EventStream> open = ConcurrentHashMap.newKeySet();

	private volatile boolean running;

	EventStreams(JsonMapper json, TrainingSettings settings) {
		this.json = json;
		this.most = settings.maxEventStreams();
		this.places = new Semaphore(this.most);
	}

	/**
	 * Streams events until there will be no more or the process ends.
	 * @param response of the request, which this thread answers
	 * @throws UnavailableException if too many streams are open
	 * @throws IOException if the client has gone
	 */
	public void send(EventSource source, HttpServletResponse response) throws IOException {
		if (!this.places.tryAcquire()) {
			this.open.forEach(EventStream::giveWay);
			throw new UnavailableException("too-many-streams", String.format(Locale.ROOT,
					"There are %d open event streams, the maximum (charrnn.training.max-event-streams).", this.most),
					RETRY_AFTER);
		}
		try {
			send(new EventStream(source, new ServerSentEvents(response, this.json, HEARTBEAT), Client.ofThisThread()));
		}
		finally {
			this.places.release();
		}
	}

	private void send(EventStream stream) throws IOException {
		this.open.add(stream);
		try {
			// A stop after this finds the stream.
			if (!this.running) {
				throw new UnavailableException("stopping", "The server is shutting down.", RETRY_AFTER);
			}
			stream.run();
		}
		finally {
			this.open.remove(stream);
		}
	}

	/**
	 * The number of the last event that a client knows; 0 if it knows none.
	 * @throws MalformedException if it is no number
	 */
	public static long number(@Nullable String lastEventId) {
		if (lastEventId == null || lastEventId.isBlank()) {
			return 0;
		}
		try {
			return Long.parseLong(lastEventId.strip());
		}
		catch (NumberFormatException ex) {
			throw new MalformedException("invalid-event-id",
					"Last-Event-ID must be the number of an event of this stream, but is \"%s\"."
						.formatted(lastEventId));
		}
	}

	/** Streams that are open now. */
	public int count() {
		return this.open.size();
	}

	@Override
	public void start() {
		this.running = true;
	}

	/** Ends all streams before the web server waits for them. */
	@Override
	public void stop() {
		this.running = false;
		this.open.forEach(EventStream::stop);
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

}
