package io.charrnn.ci;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;

import io.charrnn.testing.ServiceTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/** What Prometheus's own tool says of the metrics. */
@ServiceTest
class PromtoolIT {

	@LocalServerPort
	private int port;

	@Test
	void findsNothing(@TempDir Path folder) throws Exception {
		TestModels.publish(this.port);
		Path metrics = folder.resolve("metrics.txt");
		HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + "/actuator/prometheus")).build(),
					BodyHandlers.ofFile(metrics));
		Path said = folder.resolve("said.txt");
		Process process = new ProcessBuilder("promtool", "check", "metrics").redirectErrorStream(true)
			.redirectInput(metrics.toFile())
			.redirectOutput(said.toFile())
			.start();
		assertThat(process.waitFor()).isZero();
		assertThat(Files.readString(said)).isEmpty();
	}

}
