package io.charrnn.ci;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.charrnn.testing.ServiceTest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * OpenAI's client for JavaScript; its tests are in {@code src/ci/node}, and an example in
 * the documents.
 */
@ServiceTest
@TestPropertySource(properties = "charrnn.inference.max-concurrent-requests=" + NodeClientIT.CAPACITY)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class NodeClientIT {

	static final int CAPACITY = 70;

	@LocalServerPort
	private int port;

	@TempDir
	private static Path folder;

	private static NodeProject node;

	@BeforeAll
	static void install() throws Exception {
		node = NodeProject.install("node", folder);
	}

	@Test
	void completesStreamsAndTrains() throws Exception {
		TestModels.publish(this.port);
		node.run(environment(this.port), "--test");
	}

	@Test
	void doesWhatTheDocumentsShow() throws Exception {
		Files.writeString(folder.resolve("example.js"), Examples.prepare("javascript", this.port));
		assertThat(node.run(environment(this.port), "example.js")).hasSize(200);
	}

	private static Map<String, String> environment(int port) {
		return Map.of("OPENAI_BASE_URL", "http://127.0.0.1:%d/v1".formatted(port), "CAPACITY",
				String.valueOf(CAPACITY));
	}

}
