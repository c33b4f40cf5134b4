package io.charrnn.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.charrnn.cluster.protocol.Message;
import io.charrnn.cluster.protocol.Messages;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A driver's process, and the line to it. */
final class DriverProcess implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(DriverProcess.class);

	/** A driver that is told to end does so in less, with its executors. */
	private static final Duration PATIENCE = Duration.ofSeconds(3);

	private static final int TAIL = 60;

	private final Process process;

	private final Messages messages;

	/** Nothing comes after the one that is empty. */
	private final BlockingQueue<Optional<Message>> received = new LinkedBlockingQueue<>();

	private final Deque<String> tail = new ArrayDeque<>();

	/** Speaks to a process that has been started. */
	DriverProcess(Process process) {
		this.process = process;
		this.messages = new Messages(process.getInputStream(), process.getOutputStream());
		start("driver " + process.pid() + " log", this::log);
		start("driver " + process.pid(), this::listen);
	}

	private static void start(String name, Runnable work) {
		Thread thread = new Thread(work, name);
		thread.setDaemon(true);
		thread.start();
	}

	private void listen() {
		try {
			Optional<Message> next;
			do {
				next = this.messages.receive();
				this.received.add(next);
			}
			while (next.isPresent());
		}
		catch (IOException ex) {
			logger.debug("the connection to driver {} is lost", this.process.pid(), ex);
			this.received.add(Optional.empty());
		}
	}

	private void log() {
		try (BufferedReader reader = new BufferedReader(
				new InputStreamReader(this.process.getErrorStream(), StandardCharsets.UTF_8))) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				logger.debug("driver {}: {}", this.process.pid(), line);
				synchronized (this.tail) {
					if (this.tail.size() == TAIL) {
						this.tail.removeFirst();
					}
					this.tail.addLast(line);
				}
			}
		}
		catch (IOException ex) {
			logger.debug("the log of driver {} ends", this.process.pid(), ex);
		}
	}

	/** The last lines that it logged. */
	List<String> tail() {
		synchronized (this.tail) {
			return new ArrayList<>(this.tail);
		}
	}

	void send(Message message) throws IOException {
		this.messages.send(message);
	}

	/**
	 * The next message.
	 * @return an empty one if it ended; nothing if none came in time
	 */
	@Nullable Optional<Message> next(Duration patience) throws InterruptedException {
		return this.received.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
	}

	/** Why it failed, if it said so before it ended; null else. */
	Message.@Nullable Failure failure() {
		for (Optional<Message> message : this.received) {
			if (message.isPresent() && message.get() instanceof Message.Failure failure) {
				return failure;
			}
		}
		return null;
	}

	/** Ends the process, and with it its executors. */
	@Override
	public void close() {
		boolean interrupted = Thread.interrupted();
		try {
			this.process.getOutputStream().close();
			if (this.process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
				return;
			}
			logger.warn("driver {} does not exit and is killed", this.process.pid());
		}
		catch (IOException ex) {
			logger.debug("driver {} has exited", this.process.pid(), ex);
		}
		catch (InterruptedException ex) {
			interrupted = true;
		}
		finally {
			this.process.descendants().forEach(ProcessHandle::destroyForcibly);
			this.process.destroyForcibly().onExit().join();
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

}
