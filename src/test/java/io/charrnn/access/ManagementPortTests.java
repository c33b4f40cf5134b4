package io.charrnn.access;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.EnumSet;

import io.charrnn.testing.ServiceTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/** The actuator on a port and under a path of its own. */
@ServiceTest
@TestPropertySource(
		properties = { "charrnn.access.keys=required", "charrnn.access.admin-key=" + ManagementPortTests.ADMIN,
				"management.server.port=0", "management.server.address=127.0.0.1",
				"management.endpoints.web.base-path=/manage", "management.endpoints.web.exposure.include=*" })
class ManagementPortTests {

	static final String ADMIN = "an admin key from the settings";

	private final HttpClient http = HttpClient.newHttpClient();

	@LocalServerPort
	private int port;

	@LocalManagementPort
	private int managementPort;

	@Autowired
	private ApiKeys keys;

	@Autowired
	private KnownKeys known;

	private String reader = "";

	@BeforeEach
	void makeKey() {
		this.reader = this.keys
			.create(new KeyRequest("reader", null, EnumSet.of(Scope.READ, Scope.TRAIN), null, null, null, null))
			.secret()
			.value();
		this.known.forget();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/manage/health", "/manage/health/liveness" })
	void tellsAnybodyItsHealth(String path) throws Exception {
		assertThat(status(this.managementPort, path, null)).isEqualTo(200);
		assertThat(status(this.managementPort, path, "wrong")).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/manage/info", "/manage/prometheus" })
	void needsReadForInfoAndMetrics(String path) throws Exception {
		assertThat(status(this.managementPort, path, null)).isEqualTo(401);
		assertThat(status(this.managementPort, path, "wrong")).isEqualTo(401);
		assertThat(status(this.managementPort, path, this.reader)).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/manage/env", "/manage/beans", "/manage/configprops", "/manage/sbom", "/manage/loggers",
			"/manage/mappings" })
	void needsAdminForAllElse(String path) throws Exception {
		assertThat(status(this.managementPort, path, null)).isEqualTo(401);
		assertThat(status(this.managementPort, path, this.reader)).isEqualTo(403);
		assertThat(status(this.managementPort, path, ADMIN)).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/manage", "/manage/nothing", "/actuator/env", "/actuator/health", "/api/v1/corpora",
			"/manage/env;x=1", "/manage//env", "/manage/%65nv" })
	void hasNothingElseThere(String path) throws Exception {
		assertThat(status(this.managementPort, path, null)).isIn(400, 401, 404);
	}

	@Test
	void hasNothingOfItOnTheMainPort() throws Exception {
		assertThat(status(this.port, "/manage/health", null)).isEqualTo(401);
		assertThat(status(this.port, "/manage/env", ADMIN)).isEqualTo(404);
		assertThat(status(this.port, "/actuator/env", ADMIN)).isEqualTo(404);
	}

	private int status(int port, String path, @Nullable String key) throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
		if (key != null) {
			request.header("X-API-Key", key);
		}
		return this.http.send(request.build(), BodyHandlers.discarding()).statusCode();
	}

}
