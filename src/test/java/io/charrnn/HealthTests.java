package io.charrnn;

import java.io.IOException;
import java.time.Duration;

import io.charrnn.process.ForeignLock;
import io.charrnn.testing.RawHttp;
import io.charrnn.testing.ServiceTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

@ServiceTest
class HealthTests {

	@LocalServerPort
	private int port;

	@Autowired
	private JdbcConnectionDetails connection;

	@ParameterizedTest
	@CsvSource({ "/actuator/health, UP", "/actuator/health/liveness, UP", "/actuator/health/readiness, UP",
			"/actuator/health/serving, UP", "/actuator/info, char-rnn-server" })
	void tells(String path, String what) throws IOException {
		RawHttp response = get(path);
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.body()).contains(what);
	}

	@Test
	void whileNothingCanBeWrittenRequestsStillComeButNotAllWorks() throws Exception {
		try (ForeignLock lock = ForeignLock.take(this.connection.getJdbcUrl(), "readiness")) {
			Awaitility.await()
				.atMost(Duration.ofMinutes(1))
				.untilAsserted(() -> assertThat(get("/actuator/health/readiness").status()).isEqualTo(503));
			assertThat(get("/actuator/health/serving").status()).isEqualTo(200);
			assertThat(get("/actuator/health/serving").body()).contains("AWAY");
			assertThat(get("/actuator/health/liveness").status()).isEqualTo(200);
		}
		Awaitility.await().untilAsserted(() -> assertThat(get("/actuator/health/readiness").status()).isEqualTo(200));
		assertThat(get("/actuator/health/serving").body()).contains("UP");
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
