package io.charrnn.access;

import java.io.IOException;

import jakarta.servlet.ServletException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.coyote.InputBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * Ends requests whose bodies come so slowly that they only hold a thread. It stands where
 * Tomcat reads from the connection, so that it sees all bodies: forms with files, which
 * Tomcat reads itself, and what is left of a body that was refused.
 */
@Component
class UploadRate implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> {

	private static final Logger logger = LoggerFactory.getLogger(UploadRate.class);

	private final AccessSettings settings;

	private final DataSize mostDropped;

	/**
	 * Watches bodies.
	 * @param settings how fast they must come
	 * @param mostDropped what is read at most of a body that was refused
	 */
	UploadRate(AccessSettings settings, @Value("${server.tomcat.max-swallow-size}") DataSize mostDropped) {
		this.settings = settings;
		this.mostDropped = mostDropped;
	}

	@Override
	public void customize(ConfigurableTomcatWebServerFactory factory) {
		factory.addEngineValves(new Watch(this.settings, this.mostDropped));
	}

	private static final class Watch extends ValveBase {

		private final AccessSettings settings;

		private final DataSize mostDropped;

		Watch(AccessSettings settings, DataSize mostDropped) {
			super(true);
			this.settings = settings;
			this.mostDropped = mostDropped;
		}

		@Override
		public void invoke(Request request, Response response) throws IOException, ServletException {
			org.apache.coyote.Request connection = request.getCoyoteRequest();
			InputBuffer unwatched = connection.getInputBuffer();
			InputBuffer watched = watched(unwatched);
			connection.setInputBuffer(watched);
			try {
				getNext().invoke(request, response);
				if (!request.isAsyncStarted() && !connection.hasExpectation()) {
					response.finishResponse();
					drop(connection, watched);
				}
			}
			finally {
				connection.setInputBuffer(unwatched);
			}
		}

		private InputBuffer watched(InputBuffer in) {
			return new WatchedBody(in,
					new Pace(this.settings.minUploadRate().toBytes(), this.settings.uploadGrace().toNanos()));
		}

		/**
		 * The client has its answer and may still be sending; Tomcat would read on at any
		 * pace.
		 */
		private void drop(org.apache.coyote.Request connection, InputBuffer body) {
			try {
				long left = this.mostDropped.toBytes();
				int read = body.doRead(new Dropped());
				while (read >= 0 && left > 0) {
					left -= read;
					read = body.doRead(new Dropped());
				}
				if (read < 0) {
					return;
				}
			}
			catch (IOException ex) {
				logger.debug("a body comes too slowly or not at all", ex);
			}
			connection.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
		}

	}

}
