package io.charrnn.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.charrnn.testing.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Takes the tour of {@code demo/}, first with a sample and then with a file. */
@Timeout(300)
class DemoIT {

	@Test
	void tourEndsWell(@TempDir Path folder) throws Exception {
		Requirement.of(onPath("sh"), "there is no sh to run demo/tour with");
		Requirement.of(onPath("curl"), "there is no curl, which demo/tour needs");
		Path file = Files.writeString(folder.resolve("a text.txt"), "«Schöne \"Grüße\"», 你好 😀\\\t\n".repeat(200));
		try (ServiceProcess service = ServiceProcess.start(folder)) {
			assertThat(tour(service, "source")).contains("Published as source:1").endsWith("models/source:1\n");
			assertThat(tour(service, "greetings", file.toString())).contains("Published as greetings:1");
		}
	}

	private static String tour(ServiceProcess service, String model, String... arguments) throws Exception {
		ProcessBuilder builder = new ProcessBuilder(
				Stream.concat(Stream.of("sh", "demo/tour"), Stream.of(arguments)).toList());
		builder.environment()
			.putAll(Map.of("BASE_URL", service.uri().toString(), "DEMO_MODEL", model, "DEMO_HYPERPARAMETERS",
					"{\"hiddenSize\":32,\"maxDuration\":\"PT4S\"}"));
		Process process = builder.redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(output).isZero();
		return output;
	}

	private static Optional<Path> onPath(String program) throws IOException {
		for (String folder : List.of(System.getenv("PATH").split(System.getProperty("path.separator")))) {
			Path path = Path.of(folder, program);
			if (Files.isExecutable(path)) {
				return Optional.of(path);
			}
		}
		return Optional.empty();
	}

}
