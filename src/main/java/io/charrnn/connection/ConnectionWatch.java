package io.charrnn.connection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import io.charrnn.connection.Exchange.Wait;
import org.apache.coyote.Request;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at all connections a few times a second, and ends those on which a client keeps
 * the service waiting for too long. Where too many are waited for, or too few connections
 * are left, the slowest go first.
 */
final class ConnectionWatch implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(ConnectionWatch.class);

	/** For those who ask how the server is. */
	private static final int KEPT_THREADS = 16;

	private final ConnectionSettings settings;

	private final NioEndpoint endpoint;

	private final Set<Exchange> exchanges = ConcurrentHashMap.newKeySet();

	private final AtomicInteger working = new AtomicInteger();

	ConnectionWatch(ConnectionSettings settings, NioEndpoint endpoint) {
		this.settings = settings;
		this.endpoint = endpoint;
	}

	/** An exchange to be watched. */
	Exchange exchange(Request request) {
		return new Exchange(request, new Patience(this.settings.minRate().toBytes(), this.settings.grace().toNanos()));
	}

	/** A thread of the server begins to work. */
	void enter(Exchange exchange, SocketWrapperBase<?> connection) {
		this.working.incrementAndGet();
		if (exchange.enter(connection)) {
			this.exchanges.add(exchange);
		}
	}

	/** The thread has done what it could. */
	void leave(Exchange exchange, boolean goesOn) {
		exchange.leave(goesOn);
		if (!goesOn) {
			this.exchanges.remove(exchange);
		}
		this.working.decrementAndGet();
	}

	/** Whether the server has threads for more than to tell how it is. */
	boolean hasThreads() {
		return this.working.get() <= this.endpoint.getMaxThreads() - KEPT_THREADS;
	}

	/** Whether the server has threads to spare. */
	boolean isCalm() {
		return this.working.get() <= this.endpoint.getMaxThreads() / 4;
	}

	@Override
	public void run() {
		try {
			look(System.nanoTime());
		}
		catch (RuntimeException ex) {
			logger.error("connections could not be checked; trying again", ex);
		}
	}

	private void look(long now) {
		boolean crowded = connectionsTooMany() > 0;
		List<Exchange> waiting = new ArrayList<>();
		for (Exchange exchange : this.exchanges) {
			Wait wait = exchange.look(now);
			if (isOver(exchange, wait, now, crowded)) {
				logger.debug("a client has kept the service waiting too long: {}", wait);
				exchange.endWait();
			}
			else if (wait != Wait.NOTHING && wait != Wait.HEAD) {
				waiting.add(exchange);
			}
			else if (!exchange.isOpen()) {
				this.exchanges.remove(exchange);
			}
		}
		endSlowest(waiting);
		endIdle();
	}

	private boolean isOver(Exchange exchange, Wait wait, long now, boolean crowded) {
		return switch (wait) {
			case NOTHING -> false;
			case HEAD ->
				exchange.headAge(now) > (crowded ? Exchange.LEAST_NANOSECONDS : this.settings.headTime().toNanos());
			case REST -> exchange.drained() > this.settings.drainTime().toNanos();
			case BODY, ANSWER -> exchange.patience().isOver();
		};
	}

	private void endSlowest(List<Exchange> waiting) {
		int tooMany = waiting.size() - this.settings.maxWaiting();
		if (tooMany > 0) {
			waiting.stream()
				.filter((exchange) -> exchange.patience().waited() >= Exchange.LEAST_NANOSECONDS)
				.sorted(Comparator.comparingDouble((exchange) -> exchange.patience().pace()))
				.limit(tooMany)
				.forEach(Exchange::endWait);
		}
	}

	/** Ends connections without a request, those that have been silent longest first. */
	private void endIdle() {
		long tooMany = connectionsTooMany();
		if (tooMany > 0) {
			Set<@Nullable SocketWrapperBase<?>> busy = this.exchanges.stream()
				.map(Exchange::connection)
				.collect(Collectors.toSet());
			this.endpoint.getConnections()
				.stream()
				.filter((connection) -> !busy.contains(connection))
				.map(NioEndpoint.NioSocketWrapper.class::cast)
				.sorted(Comparator.comparingLong(NioEndpoint.NioSocketWrapper::getLastRead))
				.limit(tooMany)
				.forEach(ConnectionWatch::end);
		}
	}

	private static void end(SocketWrapperBase<NioChannel> connection) {
		if (connection.getSocket() instanceof WatchedChannel channel) {
			channel.traffic().endInput();
		}
	}

	/** How many connections are open beyond three quarters of the most. */
	private long connectionsTooMany() {
		return this.endpoint.getConnectionCount() - this.endpoint.getMaxConnections() * 3L / 4;
	}

}
