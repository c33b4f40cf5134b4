package io.charrnn.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * ND4J's natives take seconds and much memory: only the engine {@code dl4j} loads them.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(300)
class WithoutNd4jIT {

	private static final Duration LIMIT = Duration.ofSeconds(120);

	private static final Pattern LIBRARY = Pattern.compile(".*/(lib[^/]*\\.so[^/]*)$");

	@Test
	void trainsPublishesExportsImportsAndGeneratesWithoutNd4jUntilDl4jTrains(@TempDir Path folder) throws Exception {
		try (ServiceProcess service = ServiceProcess.start(folder)) {
			String corpus = ServiceProcess
				.body(service.postText("/api/v1/corpora?name=abc", "abcabcabd".repeat(200)), 201)
				.get("id")
				.asString();
			for (String cell : List.of("RNN", "LSTM", "GRU")) {
				train(service, corpus, "fused", cell);
			}
			byte[] archive = service.getBytes("/api/v1/models/fused-gru/archive");
			ServiceProcess.body(service.postBytes("/api/v1/models?name=imported", archive), 201);
			ServiceProcess.body(service.postJson("/api/v1/models/imported/generations", """
					{"prompt": "ab", "n": 4, "maxCharacters": 200}"""), 200);
			assertThat(libraries(service)).contains("libdnnl.so.3").noneMatch((name) -> name.contains("nd4j"));
			System.out.printf("%d MB resident before the engine dl4j%n", service.residentBytes() >> 20);
			train(service, corpus, "dl4j", "GRU");
			assertThat(libraries(service)).anyMatch((name) -> name.contains("nd4j"));
			System.out.printf("%d MB resident after it%n", service.residentBytes() >> 20);
		}
	}

	private static void train(ServiceProcess service, String corpus, String engine, String cell) throws Exception {
		String job = ServiceProcess
			.body(service.postJson("/api/v1/training-jobs",
					"""
							{"corpus": "%s", "model": "%s-%s", "engine": "%s", "hyperparameters": {"cell": "%s", "layers": 1,
							 "hiddenSize": 16, "batchSize": 4, "sequenceLength": 10, "maxIterations": 20}}"""
						.formatted(corpus, engine, cell.toLowerCase(Locale.ROOT), engine, cell)),
					202)
			.get("id")
			.asString();
		Awaitility.await("end of " + job)
			.atMost(LIMIT)
			.until(() -> service.json("/api/v1/training-jobs/" + job).get("status").asString(), "succeeded"::equals);
	}

	/** Names of the shared libraries that the process has loaded. */
	private static List<String> libraries(ServiceProcess service) throws IOException {
		try (Stream<String> maps = Files.lines(Path.of("/proc", String.valueOf(service.pid()), "maps"))) {
			return maps.map(LIBRARY::matcher)
				.filter(Matcher::matches)
				.map((match) -> match.group(1))
				.distinct()
				.toList();
		}
	}

}
