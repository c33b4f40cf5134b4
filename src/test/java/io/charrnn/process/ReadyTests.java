package io.charrnn.process;

import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

/** Where somebody is told to look first. */
class ReadyTests {

	@Test
	void namesTheAddressAndThePort() {
		assertThat(place(Map.of("server.address", "127.0.0.1"))).isEqualTo("http://127.0.0.1:8080");
		assertThat(place(Map.of("server.address", "0.0.0.0"))).isEqualTo("http://localhost:8080");
		assertThat(place(Map.of("server.address", "::1"))).isEqualTo("http://[0:0:0:0:0:0:0:1]:8080");
	}

	@Test
	void namesTheSchemeThatConnectionsHave() {
		assertThat(place(Map.of("server.ssl.bundle", "web"))).isEqualTo("https://localhost:8080");
		assertThat(place(Map.of("server.ssl.bundle", "web", "server.ssl.enabled", "false")))
			.isEqualTo("http://localhost:8080");
	}

	@Test
	void namesTheContextPath() {
		assertThat(place(Map.of("server.servlet.context-path", "/rnn"))).isEqualTo("http://localhost:8080/rnn");
	}

	private static String place(Map<String, String> settings) {
		ServerProperties server = new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate("server",
				ServerProperties.class);
		return new Ready(server, "/swagger-ui").place(8080);
	}

}
