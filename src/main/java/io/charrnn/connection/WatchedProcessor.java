package io.charrnn.connection;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.apache.coyote.Adapter;
import org.apache.coyote.Request;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.buf.MessageBytes;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;

/** Reads and answers the requests of a connection. */
final class WatchedProcessor extends Http11Processor {

	/** Tomcat itself uses the first few. */
	private static final int NOTE = 16;

	private final ConnectionWatch watch;

	private final Exchange exchange;

	WatchedProcessor(WatchedProtocol protocol, Adapter adapter, ConnectionWatch watch) {
		super(protocol, adapter);
		this.watch = watch;
		this.exchange = watch.exchange(this.request);
		this.request.setNote(NOTE, this.exchange);
	}

	/** The exchange that a request belongs to. */
	static Exchange exchange(Request request) {
		return (Exchange) request.getNote(NOTE);
	}

	/**
	 * Takes names with underscores, too: the syntax of hosts (RFC 3986) has them, and
	 * Compose gives them to services, but Tomcat takes those of domains alone.
	 */
	@Override
	protected void parseHost(MessageBytes host) {
		String given = (host != null) ? host.toString() : null;
		if (given == null || given.indexOf('_') < 0 || given.startsWith("[")) {
			super.parseHost(host);
			return;
		}
		byte[] domain = given.replace('_', 'x').getBytes(StandardCharsets.ISO_8859_1);
		MessageBytes likeIt = MessageBytes.newInstance();
		likeIt.setBytes(domain, 0, domain.length);
		super.parseHost(likeIt);
		MessageBytes name = this.request.serverName();
		if (!name.isNull()) {
			name.setString(given.substring(0, name.toString().length()));
		}
	}

	@Override
	public SocketState process(SocketWrapperBase<?> connection, SocketEvent event) throws IOException {
		boolean goesOn = false;
		this.watch.enter(this.exchange, connection);
		try {
			SocketState state = super.process(connection, event);
			goesOn = state == SocketState.LONG || state == SocketState.SENDFILE;
			if (state == SocketState.CLOSED && event == SocketEvent.OPEN_READ && this.response.isCommitted()
					&& !isRequestBodyFullyRead() && this.watch.isCalm()) {
				this.exchange.linger();
			}
			return state;
		}
		finally {
			this.watch.leave(this.exchange, goesOn);
		}
	}

}
