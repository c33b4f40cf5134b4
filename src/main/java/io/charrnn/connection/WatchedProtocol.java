package io.charrnn.connection;

import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat's HTTP/1.1, watched for clients that keep it waiting. Tomcat's own timeouts are
 * for the next byte: a client that sends or reads one now and then is never timed out.
 */
public final class WatchedProtocol extends Http11NioProtocol {

	private static final long INTERVAL_MILLIS = 250;

	/**
	 * Bytes of an answer that the system is asked to hold. Left to itself, it takes
	 * megabytes on each connection, read that far ahead for a client that does not read.
	 */
	private static final int SEND_BUFFER_SIZE = 1 << 17;

	private @Nullable ConnectionWatch watch;

	private @Nullable Future<?> looking;

	/** Tomcat makes it, by its name. */
	public WatchedProtocol() {
		super(new Endpoint());
		getEndpoint().getSocketProperties().setTxBufSize(SEND_BUFFER_SIZE);
	}

	/** Watches connections from the start on. */
	void watch(ConnectionSettings settings) {
		this.watch = new ConnectionWatch(settings, (NioEndpoint) getEndpoint());
	}

	ConnectionWatch watch() {
		return Objects.requireNonNull(this.watch);
	}

	@Override
	protected Processor createProcessor() {
		return new WatchedProcessor(this, getAdapter(), watch());
	}

	@Override
	public void start() throws Exception {
		super.start();
		this.looking = getUtilityExecutor().scheduleWithFixedDelay(watch(), INTERVAL_MILLIS, INTERVAL_MILLIS,
				TimeUnit.MILLISECONDS);
	}

	@Override
	public void stop() throws Exception {
		if (this.looking != null) {
			this.looking.cancel(false);
		}
		super.stop();
	}

	private static final class Endpoint extends NioEndpoint {

		@Override
		protected NioChannel createChannel(SocketBufferHandler buffers) {
			return isSSLEnabled() ? new WatchedChannel.Secure(buffers, this) : new WatchedChannel.Plain(buffers);
		}

	}

}
