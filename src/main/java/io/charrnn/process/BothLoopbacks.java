package io.charrnn.process;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;

import org.apache.catalina.connector.Connector;
import org.apache.coyote.AbstractProtocol;
import org.apache.coyote.ProtocolHandler;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.tomcat.TomcatConnectorCustomizer;
import org.springframework.boot.tomcat.TomcatProtocolHandlerCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Makes {@code server.address=localhost} mean both loopback addresses, where the machine
 * has both: which one a client tries first is not for the service to know.
 */
@Component
class BothLoopbacks implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

	private static final String NAME = "localhost";

	private static final byte[] IPV4 = { 127, 0, 0, 1 };

	private static final byte[] IPV6 = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 };

	private final String address;

	BothLoopbacks(@Value("${server.address:}") String address) {
		this.address = address;
	}

	/** A port that the system chooses would be another one on each address. */
	@Override
	public void customize(TomcatServletWebServerFactory factory) {
		if (!this.address.equalsIgnoreCase(NAME)) {
			return;
		}
		factory.setAddress(loopback(IPV4));
		InetAddress other = loopback(IPV6);
		if (factory.getPort() > 0 && !Ssl.isEnabled(factory.getSsl()) && isThere(other)) {
			factory.addConnectorCustomizers(new Second(factory, other));
		}
	}

	private static InetAddress loopback(byte[] address) {
		try {
			return InetAddress.getByAddress(NAME, address);
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException("an address of 4 or 16 bytes", ex);
		}
	}

	private static boolean isThere(InetAddress address) {
		try {
			return NetworkInterface.getByInetAddress(address) != null;
		}
		catch (SocketException ex) {
			return false;
		}
	}

	/** Adds a connector that has all that the first one has, when that is known. */
	private record Second(TomcatServletWebServerFactory factory,
			InetAddress address) implements TomcatConnectorCustomizer {

		@Override
		@SuppressWarnings("unchecked")
		public void customize(Connector first) {
			Connector second = new Connector(first.getProtocolHandlerClassName());
			second.setPort(first.getPort());
			second.setThrowOnFailure(true);
			second.setProperty("bindOnInit", "false");
			ProtocolHandler handler = second.getProtocolHandler();
			((AbstractProtocol<?>) handler).setAddress(this.address);
			this.factory.getProtocolHandlerCustomizers()
				.forEach((customizer) -> ((TomcatProtocolHandlerCustomizer<ProtocolHandler>) customizer)
					.customize(handler));
			this.factory.getConnectorCustomizers()
				.stream()
				.filter((customizer) -> customizer != this)
				.forEach((customizer) -> customizer.customize(second));
			this.factory.addAdditionalConnectors(second);
		}

	}

}
