package io.charrnn.connection;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.charrnn.testing.DrippingClient;
import io.charrnn.testing.RawHttp;
import io.charrnn.testing.ServiceTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/** Clients that are slow on a management port of its own. */
@ServiceTest
@TestPropertySource(properties = { "management.server.port=0", "management.server.address=127.0.0.1",
		"management.endpoints.web.base-path=/manage", "management.endpoints.web.exposure.include=*",
		"server.tomcat.threads.max=20" })
class CrowdedManagementPortTests {

	@LocalManagementPort
	private int port;

	@Test
	void tellsItsHealthThereWhileNearlyAllThreadsAreTaken() throws IOException {
		List<DrippingClient> clients = new ArrayList<>();
		try {
			Awaitility.await().untilAsserted(() -> {
				clients.add(new DrippingClient(this.port,
						"POST /manage/loggers/a HTTP/1.1\nHost: localhost\nContent-Type: application/json\nContent-Length: 100000\n\n")
					.drip(" ", 50));
				assertThat(status("/manage/info")).isEqualTo(503);
			});
			assertThat(status("/manage/health/liveness")).isEqualTo(200);
		}
		finally {
			for (DrippingClient client : clients) {
				client.close();
			}
		}
	}

	private int status(String path) throws IOException {
		return RawHttp.send(this.port, "GET " + path + " HTTP/1.1\nHost: localhost\nConnection: close\n\n").status();
	}

}
