package io.charrnn.process;

import java.net.InetAddress;
import java.net.NetworkInterface;

import org.apache.catalina.connector.Connector;
import org.junit.jupiter.api.Test;

import org.springframework.boot.tomcat.TomcatConnectorCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Ssl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

class BothLoopbacksTests {

	private final TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory(8080);

	private final Connector first = new Connector();

	BothLoopbacksTests() {
		this.first.setPort(8080);
	}

	@Test
	void listensOnIpv6AsWellWithAllThatWasSetForTheFirst() throws Exception {
		assumeThat(NetworkInterface.getByInetAddress(InetAddress.getByName("::1"))).isNotNull();
		this.factory.addConnectorCustomizers((connector) -> connector.setMaxPostSize(7));
		customize("localhost");
		this.factory.addConnectorCustomizers((connector) -> connector.setMaxParameterCount(8));
		start();
		assertThat(this.factory.getAddress()).isEqualTo(InetAddress.getByName("127.0.0.1"));
		assertThat(this.factory.getAdditionalConnectors()).singleElement().satisfies((second) -> {
			assertThat(second.getProperty("address")).isEqualTo(InetAddress.getByName("::1"));
			assertThat(second.getPort()).isEqualTo(8080);
			assertThat(second.getMaxPostSize()).isEqualTo(7);
			assertThat(second.getMaxParameterCount()).isEqualTo(8);
		});
	}

	@Test
	void listensOnAnAddressAloneThatIsSet() {
		customize("127.0.0.1");
		start();
		assertThat(this.factory.getAdditionalConnectors()).isEmpty();
	}

	@Test
	void doesNotAnswerInTheClearWhereTlsIsSet() {
		this.factory.setSsl(new Ssl());
		customize("localhost");
		start();
		assertThat(this.factory.getAdditionalConnectors()).isEmpty();
	}

	private void customize(String address) {
		new BothLoopbacks(address).customize(this.factory);
	}

	/** What the factory does with the first connector when it makes the server. */
	private void start() {
		for (TomcatConnectorCustomizer customizer : this.factory.getConnectorCustomizers()) {
			customizer.customize(this.first);
		}
	}

}
