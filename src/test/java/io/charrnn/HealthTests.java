package io.charrnn;

import java.io.IOException;

import io.charrnn.testing.RawHttp;
import io.charrnn.testing.ServiceTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

@ServiceTest
class HealthTests {

	@LocalServerPort
	private int port;

	@ParameterizedTest
	@CsvSource({ "/actuator/health, UP", "/actuator/health/liveness, UP", "/actuator/health/readiness, UP",
			"/actuator/info, char-rnn-server" })
	void tells(String path, String what) throws IOException {
		RawHttp response = get(path);
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.body()).contains(what);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator", "/actuator/env", "/actuator/beans", "/actuator/heapdump",
			"/actuator/shutdown", "/actuator/metrics" })
	void keepsEverythingElseToItself(String path) throws IOException {
		RawHttp response = get(path);
		assertThat(response.status()).isEqualTo(404);
		assertThat(response.headers()).contains("application/problem+json");
	}

	private RawHttp get(String path) throws IOException {
		return RawHttp.send(this.port, "GET " + path + " HTTP/1.1\nHost: localhost\nConnection: close\n\n");
	}

}
