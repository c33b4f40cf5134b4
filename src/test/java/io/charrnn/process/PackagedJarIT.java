package io.charrnn.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import io.charrnn.testing.Requirement;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(300)
class PackagedJarIT {

	private static final Duration TRAINING_LIMIT = Duration.ofSeconds(120);

	@Test
	void trainsAndGeneratesFromAPathWithASpaceAndAColdCache(@TempDir Path folder) throws Exception {
		trainAndGenerate(Path.of(System.getProperty("java.home")), folder);
	}

	@Test
	void trainsAndGeneratesOnJdk25(@TempDir Path folder) throws Exception {
		Path javaHome = Requirement.of(Optional.ofNullable(System.getenv("JAVA25_HOME")).map(Path::of),
				"JAVA25_HOME names no JDK 25 to run the packaged jar on");
		trainAndGenerate(javaHome, folder);
	}

	private static void trainAndGenerate(Path javaHome, Path folder) throws Exception {
		Path home = Files.createDirectory(folder.resolve("a path with a space"));
		Path jar = linkOrCopy(ServiceProcess.packagedJar(), home.resolve("char rnn.jar"));
		try (ServiceProcess service = ServiceProcess.start(javaHome, jar, home)) {
			String corpus = ServiceProcess
				.body(service.postText("/api/v1/corpora?name=abc", "abcabcabd".repeat(200)), 201)
				.get("id")
				.asString();
			String job = ServiceProcess.body(service.postJson("/api/v1/training-jobs", """
					{"corpus": "%s", "model": "abc", "hyperparameters": {"layers": 1, "hiddenSize": 16,
					 "batchSize": 4, "sequenceLength": 10, "maxIterations": 20}}""".formatted(corpus)), 202)
				.get("id")
				.asString();
			awaitStatus(service, job, "succeeded");
			String text = ServiceProcess
				.body(service.postJson("/api/v1/models/abc/generations", "{\"prompt\": \"ab\", \"maxCharacters\": 30}"),
						200)
				.at("/generations/0/text")
				.asString();
			assertThat(text).hasSize(30).matches("[abcd]+");
		}
	}

	private static void awaitStatus(ServiceProcess service, String job, String status) {
		Awaitility.await()
			.atMost(TRAINING_LIMIT)
			.untilAsserted(() -> assertThat(service.json("/api/v1/training-jobs/" + job).get("status").asString())
				.isEqualTo(status));
	}

	private static Path linkOrCopy(Path from, Path to) throws IOException {
		try {
			return Files.createLink(to, from);
		}
		catch (IOException | UnsupportedOperationException ex) {
			return Files.copy(from, to);
		}
	}

}
