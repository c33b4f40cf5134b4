package io.charrnn.connection;

import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;

import io.charrnn.testing.DrippingClient;
import io.charrnn.testing.RawHttp;
import io.charrnn.testing.ServiceTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/** Where many clients are slow, the others are served all the same. */
@ServiceTest
@TestPropertySource(properties = { "charrnn.connection.max-waiting=2", "server.tomcat.max-connections=40",
		"server.tomcat.threads.max=20", "management.endpoints.web.base-path=/manage",
		"management.endpoints.web.path-mapping.health=state",
		"management.endpoint.health.group.liveness.additional-path=server:/alive" })
class CrowdedServerTests {

	private static final String UPLOAD = "POST /api/v1/corpora HTTP/1.1\nHost: localhost\nContent-Length: 1000000\n\n";

	private static final String LIVENESS = get("/manage/state/liveness");

	@LocalServerPort
	private int port;

	@Test
	void endsTheSlowestOfTooManyClients() throws IOException {
		try (DrippingClient fast = new DrippingClient(this.port, UPLOAD).drip("a".repeat(5000), 50);
				DrippingClient slow = new DrippingClient(this.port, UPLOAD).drip("a".repeat(100), 50);
				DrippingClient medium = new DrippingClient(this.port, UPLOAD).drip("a".repeat(2000), 50)) {
			assertThat(slow.answer().status()).isEqualTo(408);
			assertThat(fast.in().available()).isZero();
			assertThat(medium.in().available()).isZero();
		}
	}

	@Test
	void tellsItsHealthAndRefusesOthersWhileNearlyAllThreadsAreTaken() throws IOException {
		List<DrippingClient> clients = new ArrayList<>();
		try {
			Awaitility.await().untilAsserted(() -> {
				clients.add(new DrippingClient(this.port, UPLOAD).drip("a", 50));
				RawHttp refused = RawHttp.send(this.port, get("/api/v1/models"));
				assertThat(refused.status()).isEqualTo(503);
				assertThat(refused.headers()).contains("\r\nretry-after: 1\r\n");
				assertThat(refused.body()).contains("urn:char-rnn:problem:unavailable");
			});
			for (String path : List.of("/manage/state", "/manage/state/liveness", "/health", "/alive")) {
				assertThat(RawHttp.send(this.port, get(path)).status()).as(path).isEqualTo(200);
			}
		}
		finally {
			close(clients);
		}
	}

	@Test
	void takesConnectionsFromThoseWhoDoNothingWithThem() throws IOException {
		List<DrippingClient> idle = new ArrayList<>();
		try {
			for (int client = 0; client < 200; client++) {
				idle.add(new DrippingClient(this.port, ""));
				assertThat(RawHttp.send(this.port, LIVENESS).status()).isEqualTo(200);
			}
			assertThat(endOf(idle.get(0))).isTrue();
		}
		finally {
			close(idle);
		}
	}

	private static String get(String path) {
		return "GET " + path + " HTTP/1.1\nHost: localhost\nConnection: close\n\n";
	}

	private static void close(List<DrippingClient> clients) throws IOException {
		for (DrippingClient client : clients) {
			client.close();
		}
	}

	private static boolean endOf(DrippingClient client) throws IOException {
		try {
			return client.in().read() < 0;
		}
		catch (SocketException ex) {
			return true;
		}
	}

}
