package io.charrnn.ci;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import io.charrnn.testing.ServiceTest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;
import org.springframework.util.FileSystemUtils;

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

	@BeforeAll
	static void install() throws Exception {
		FileSystemUtils.copyRecursively(Path.of("src", "ci", "node"), folder);
		run(0, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
		assertThat(Files.isDirectory(folder.resolve("node_modules").resolve("openai"))).isTrue();
	}

	@Test
	void completesStreamsAndTrains() throws Exception {
		TestModels.publish(this.port);
		run(this.port, "node", "--test");
	}

	@Test
	void doesWhatTheDocumentsShow() throws Exception {
		Files.writeString(folder.resolve("example.js"), Examples.prepare("javascript", this.port));
		assertThat(run(this.port, "node", "example.js")).hasSize(200);
	}

	/** What a program prints that succeeds. */
	private static String run(int port, String... command) throws IOException, InterruptedException {
		ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
		builder.environment().put("OPENAI_BASE_URL", "http://127.0.0.1:%d/v1".formatted(port));
		builder.environment().put("CAPACITY", String.valueOf(CAPACITY));
		Process process = builder.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		System.out.println(output);
		assertThat(process.waitFor()).as(output).isZero();
		return output;
	}

}
