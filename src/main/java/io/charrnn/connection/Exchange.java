package io.charrnn.connection;

import java.nio.channels.SelectionKey;

import jakarta.servlet.http.HttpServletRequest;
import org.apache.coyote.Constants;
import org.apache.coyote.Request;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * A request that comes or is answered, and how long its client has kept the service
 * waiting. It begins with the first byte of the request, and continues with the next one
 * if that was sent ahead. What Tomcat waits for is seen by what it asks the selector for.
 */
public final class Exchange {

	/** Under which a request has its exchange as an attribute. */
	static final String ATTRIBUTE = Exchange.class.getName();

	/** That every client may keep the service waiting, however many there are. */
	static final long LEAST_NANOSECONDS = 2_000_000_000L;

	private final Request request;

	private final Patience patience;

	/** Null while there is no request. */
	private volatile @Nullable SocketWrapperBase<?> socket;

	private volatile Traffic traffic = Traffic.NONE;

	/** Whether one of the server's threads works for it. */
	private volatile boolean working;

	/** Nanoseconds. */
	private volatile long headBegun;

	/** Whether it has not been looked at. */
	private volatile boolean fresh;

	/** Lately, in nanoseconds. */
	private volatile double waited;

	/** Requests before the one that comes. */
	private int requestsBefore;

	private long seen;

	private long bytesSeen;

	/** Nanoseconds that the rest of a rejected body was waited for. */
	private long drained;

	/**
	 * Waits for requests of one connection after another.
	 * @param request as Tomcat reads it
	 * @param patience with its client
	 */
	Exchange(Request request, Patience patience) {
		this.request = request;
		this.patience = patience;
	}

	/**
	 * The exchange of the HTTP request that the calling thread answers, or null if it
	 * answers none.
	 */
	public static @Nullable Exchange ofThisThread() {
		RequestAttributes attributes = RequestContextHolder.getRequestAttributes();
		return (attributes != null) ? (Exchange) attributes.getAttribute(ATTRIBUTE, RequestAttributes.SCOPE_REQUEST)
				: null;
	}

	/**
	 * The exchange that an HTTP request belongs to; null if it came over no connection.
	 */
	public static @Nullable Exchange of(HttpServletRequest request) {
		return (Exchange) request.getAttribute(ATTRIBUTE);
	}

	/** The request as Tomcat reads it. */
	public Request request() {
		return this.request;
	}

	/**
	 * Lets others have what the request holds, if the service has waited for its client
	 * to read for some seconds and still does: its connection ends.
	 */
	public void giveWay() {
		if (this.waited > LEAST_NANOSECONDS && wait(this.socket) == Wait.ANSWER) {
			endWait();
		}
	}

	/**
	 * A thread begins to work.
	 * @param connection where the request comes from
	 * @return whether there was no request before
	 */
	boolean enter(SocketWrapperBase<?> connection) {
		boolean begins = this.socket == null;
		if (begins) {
			this.socket = connection;
			this.traffic = (connection.getSocket() instanceof WatchedChannel channel) ? channel.traffic()
					: Traffic.NONE;
			this.requestsBefore = requests();
			this.headBegun = System.nanoTime();
			this.waited = 0;
			this.fresh = true;
		}
		this.working = true;
		return begins;
	}

	/**
	 * The thread has done what it could.
	 * @param goesOn whether the request has not come or not been answered to its end
	 */
	void leave(boolean goesOn) {
		this.working = false;
		if (!goesOn) {
			this.socket = null;
		}
		else if (requests() != this.requestsBefore) {
			this.requestsBefore = requests();
			this.headBegun = System.nanoTime();
		}
	}

	private int requests() {
		return this.request.getRequestProcessor().getRequestCount();
	}

	/** Lets a client that is still sending read its answer; by the thread that works. */
	void linger() {
		this.traffic.linger();
	}

	/**
	 * Looks at what is waited for, and counts; by one thread.
	 * @param now nanoseconds
	 */
	Wait look(long now) {
		Wait wait = wait(this.socket);
		long bytes = this.traffic.bytes();
		if (this.fresh) {
			this.fresh = false;
			this.patience.restore();
			this.drained = 0;
		}
		else {
			long elapsed = now - this.seen;
			boolean waits = wait == Wait.BODY || wait == Wait.ANSWER || wait == Wait.REST;
			this.patience.add(bytes - this.bytesSeen, waits ? elapsed : 0, elapsed);
			this.drained = (wait == Wait.REST) ? this.drained + elapsed : 0;
			this.waited = this.patience.waited();
		}
		this.seen = now;
		this.bytesSeen = bytes;
		return wait;
	}

	private Wait wait(@Nullable SocketWrapperBase<?> connection) {
		if (!(connection instanceof NioSocketWrapper nio) || nio.isClosed()) {
			return Wait.NOTHING;
		}
		if (nio.interestOpsHas(SelectionKey.OP_WRITE)) {
			return Wait.ANSWER;
		}
		if (!nio.interestOpsHas(SelectionKey.OP_READ)) {
			return Wait.NOTHING;
		}
		if (!this.working) {
			return Wait.HEAD;
		}
		return (this.request.getRequestProcessor().getStage() == Constants.STAGE_SERVICE) ? Wait.BODY : Wait.REST;
	}

	/** Nanoseconds since the head's first byte. */
	long headAge(long now) {
		return now - this.headBegun;
	}

	/** Nanoseconds that the rest of a rejected body was waited for. */
	long drained() {
		return this.drained;
	}

	Patience patience() {
		return this.patience;
	}

	/** Whether it is the exchange of a connection that is open. */
	boolean isOpen() {
		SocketWrapperBase<?> current = this.socket;
		return current != null && !current.isClosed();
	}

	/** The connection; null while there is no request. */
	@Nullable SocketWrapperBase<?> connection() {
		return this.socket;
	}

	/** Waits no more, if it waits for the client. */
	void endWait() {
		Wait wait = wait(this.socket);
		if (wait == Wait.ANSWER) {
			this.traffic.endOutput();
		}
		if (wait != Wait.NOTHING) {
			this.traffic.endInput();
		}
	}

	/** What is waited for. */
	enum Wait {

		/** For no client: an answer is made, or nothing more is to be read or written. */
		NOTHING,

		/** For the rest of the request's line and headers; by no thread. */
		HEAD,

		/** For a body. */
		BODY,

		/** For what is left of a body that nobody wants. */
		REST,

		/** For the client to read. */
		ANSWER

	}

}
