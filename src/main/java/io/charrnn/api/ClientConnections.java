package io.charrnn.api;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.servlet.ServletException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/**
 * Lets a request's thread see that the client has closed its connection, which Tomcat
 * tells only those that read or write. So the connection is read from, without waiting:
 * that gives the end of the stream, or nothing, or what a client has sent ahead, which
 * Tomcat keeps for the next request. A client that only ends its own direction counts as
 * gone, as it does for most servers and proxies.
 */
final class ClientConnections extends ValveBase {

	ClientConnections() {
		super(true);
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		request.setAttribute(Client.ATTRIBUTE, new Connection(request.getCoyoteRequest()));
		getNext().invoke(request, response);
	}

	private record Connection(org.apache.coyote.Request request) implements Client {

		@Override
		public boolean isGone() {
			return isBodyRead() && reads() && reads();
		}

		/** Until then, what can be read is the body. */
		private boolean isBodyRead() {
			AtomicBoolean read = new AtomicBoolean();
			this.request.action(ActionCode.REQUEST_BODY_FULLY_READ, read);
			return read.get();
		}

		/**
		 * Whether there is something that was not there before. What was sent ahead is
		 * there the second time, but the end of the stream comes again each time.
		 */
		private boolean reads() {
			return !available(false) && available(true);
		}

		private boolean available(boolean read) {
			this.request.action(ActionCode.AVAILABLE, read);
			return this.request.getAvailable() > 0;
		}

	}

}
