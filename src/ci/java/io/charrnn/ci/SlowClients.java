package io.charrnn.ci;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * Many connections of one kind, all served by one thread, so that they cost the machine
 * next to nothing. Each that ends begins again a second later.
 */
final class SlowClients implements Runnable {

	private static final Duration TICK = Duration.ofMillis(100);

	private static final Duration PAUSE = Duration.ofSeconds(1);

	/** Else the system would read ahead for those who read slowly. */
	private static final int RECEIVE_BUFFER_SIZE = 4096;

	private final InetSocketAddress server;

	private final Kind kind;

	private final long end;

	private final List<Connection> connections = new ArrayList<>();

	SlowClients(int port, Kind kind, int count, Duration duration) {
		this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
		this.kind = kind;
		this.end = System.nanoTime() + duration.toNanos();
		for (int index = 0; index < count; index++) {
			this.connections.add(new Connection());
		}
	}

	@Override
	public void run() {
		while (System.nanoTime() < this.end) {
			long begun = System.nanoTime();
			this.connections.forEach((connection) -> connection.tick(begun));
			LockSupport.parkNanos(TICK.toNanos() - (System.nanoTime() - begun));
		}
		this.connections.forEach(Connection::close);
	}

	/** How often the server has ended a connection. */
	int ended() {
		return this.connections.stream().mapToInt((connection) -> connection.ended).sum();
	}

	/**
	 * A way to be slow.
	 *
	 * @param name of it
	 * @param begin what is sent at once
	 * @param more what is sent again and again, if anything
	 * @param every time between two of them
	 * @param read bytes that are read each tick
	 * @param halfClosed whether to say at once that no more comes
	 */
	record Kind(String name, String begin, String more, Duration every, int read, boolean halfClosed) {

		private static final int ALL = 65536;

		static Kind sends(String name, String begin, String more, Duration every) {
			return new Kind(name, begin, more, every, ALL, false);
		}

		/** Reads so many bytes each tick, at least one to see the end. */
		static Kind reads(String name, String begin, int read) {
			return new Kind(name, begin, "", Duration.ofDays(1), read, false);
		}

		static Kind halfCloses(String name, String begin) {
			return new Kind(name, begin, "", Duration.ofDays(1), ALL, true);
		}

		Kind readingSlowly() {
			return new Kind(this.name, this.begin, this.more, this.every, 1, this.halfClosed);
		}

	}

	private final class Connection {

		private @Nullable SocketChannel socket;

		private long next;

		private int ended;

		/** Does what is due. */
		void tick(long now) {
			try {
				if (this.socket == null) {
					connect(now);
				}
				else if (this.socket.read(ByteBuffer.allocate(SlowClients.this.kind.read())) < 0) {
					ended(now);
				}
				else if (now >= this.next) {
					send(this.socket, SlowClients.this.kind.more());
					this.next = now + SlowClients.this.kind.every().toNanos();
				}
			}
			catch (IOException ex) {
				ended(now);
			}
		}

		private void connect(long now) throws IOException {
			if (now < this.next) {
				return;
			}
			SocketChannel connected = SocketChannel.open();
			connected.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_SIZE);
			connected.connect(SlowClients.this.server);
			connected.configureBlocking(false);
			this.socket = connected;
			this.next = now + SlowClients.this.kind.every().toNanos();
			send(connected, SlowClients.this.kind.begin());
			if (SlowClients.this.kind.halfClosed()) {
				connected.shutdownOutput();
			}
		}

		private void send(SocketChannel to, String text) throws IOException {
			to.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
		}

		private void ended(long now) {
			close();
			this.ended++;
			this.next = now + PAUSE.toNanos();
		}

		void close() {
			try {
				if (this.socket != null) {
					this.socket.close();
				}
			}
			catch (IOException ex) {
				throw new IllegalStateException("a connection cannot be closed", ex);
			}
			this.socket = null;
		}

	}

}
