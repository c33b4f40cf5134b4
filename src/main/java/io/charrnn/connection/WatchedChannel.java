package io.charrnn.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SecureNioChannel;
import org.apache.tomcat.util.net.SocketBufferHandler;

/** A channel of Tomcat's whose traffic is counted and can be ended. */
interface WatchedChannel {

	/** The traffic of the connection that the channel has now. */
	Traffic traffic();

	/** Without TLS. */
	final class Plain extends NioChannel implements WatchedChannel {

		private volatile Traffic traffic = Traffic.NONE;

		Plain(SocketBufferHandler buffers) {
			super(buffers);
		}

		@Override
		public void reset(SocketChannel channel, NioSocketWrapper socket) throws IOException {
			super.reset(channel, socket);
			this.traffic = new Traffic(channel);
		}

		@Override
		public Traffic traffic() {
			return this.traffic;
		}

		@Override
		public int read(ByteBuffer to) throws IOException {
			this.traffic.checkInput();
			return this.traffic.count(super.read(to));
		}

		@Override
		public int write(ByteBuffer from) throws IOException {
			this.traffic.checkOutput();
			return this.traffic.count(super.write(from));
		}

	}

	/** With TLS. */
	final class Secure extends SecureNioChannel implements WatchedChannel {

		private volatile Traffic traffic = Traffic.NONE;

		Secure(SocketBufferHandler buffers, NioEndpoint endpoint) {
			super(buffers, endpoint);
		}

		@Override
		public void reset(SocketChannel channel, NioSocketWrapper socket) throws IOException {
			super.reset(channel, socket);
			this.traffic = new Traffic(channel);
		}

		@Override
		public Traffic traffic() {
			return this.traffic;
		}

		@Override
		public int read(ByteBuffer to) throws IOException {
			this.traffic.checkInput();
			return this.traffic.count(super.read(to));
		}

		@Override
		public int write(ByteBuffer from) throws IOException {
			this.traffic.checkOutput();
			return this.traffic.count(super.write(from));
		}

	}

}
