package io.charrnn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.charrnn.content.ContentStore;
import io.charrnn.inference.InferenceClient;
import io.charrnn.registry.Models;
import io.charrnn.testing.Networks;
import io.charrnn.testing.RawHttp;
import io.charrnn.testing.ServiceTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/** Names that dashboards rely on. */
@ServiceTest
class MetersTests {

	private static final Pattern NAME = Pattern.compile("\\b(?:charrnn|cache|http_server|jvm|hikaricp)_[a-z_]+");

	@LocalServerPort
	private int port;

	@Test
	void areThereAsTheDashboardAndTheDocumentNameThem(@Autowired Models models, @Autowired ContentStore content)
			throws IOException {
		InferenceClient client = new InferenceClient(this.port, models, content);
		client.post(200, "/api/v1/models/%s/predictions".formatted(client.publish("meters", Networks.cycle("abc"))), """
				{"text": "a"}""");
		RawHttp.send(this.port, "GET /api/v1/corpora HTTP/1.1\nHost: localhost\nConnection: close\n\n");
		Awaitility.await().untilAsserted(() -> assertThat(scrape()).contains("\ncharrnn_workspace_used{"));
		String metrics = scrape();
		for (String file : List.of("deploy/grafana/char-rnn-server.json", "docs/operations.md")) {
			List<String> names = NAME.matcher(Files.readString(Path.of(file)))
				.results()
				.map(MatchResult::group)
				.distinct()
				.toList();
			assertThat(names).hasSizeGreaterThan(15).allSatisfy((name) -> assertThat(metrics).contains("\n" + name));
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '>',
			textBlock = """
					application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited > text/plain
					application/vnd.google.protobuf;q=1, application/openmetrics-text;version=1.0.0;q=0.5, text/plain;q=0.3, */*;q=0.1 > application/openmetrics-text
					application/vnd.google.protobuf, text/plain;version=0.0.4 > text/plain
					application/* > application/openmetrics-text
					*/* > text/plain""")
	void areTextForThoseWhoWouldRatherHaveProtobuf(String accepted, String sent) throws IOException {
		RawHttp response = RawHttp.send(this.port,
				"GET /actuator/prometheus HTTP/1.1\nHost: localhost\nConnection: close\nAccept: " + accepted + "\n\n");
		assertThat(response.status()).as(response.body()).isEqualTo(200);
		assertThat(response.headers()).contains("content-type: " + sent);
		assertThat(response.body()).contains("\n# TYPE jvm_memory_used_bytes gauge");
	}

	@Test
	void doNotGrowWithWhatClientsWrite() throws IOException {
		String before = scrape();
		for (int number = 0; number < 50; number++) {
			RawHttp.send(this.port, "M" + number + " /nothing/" + number + "?a=" + number + " HTTP/1.1\nHost: h"
					+ number + "\nUser-Agent: u" + number + "\nConnection: close\n\n");
		}
		assertThat(scrape().lines().filter((line) -> line.startsWith("http_server")).count())
			.isLessThan(before.lines().filter((line) -> line.startsWith("http_server")).count() + 20);
	}

	private String scrape() throws IOException {
		return RawHttp.send(this.port, "GET /actuator/prometheus HTTP/1.1\nHost: localhost\nConnection: close\n\n")
			.body();
	}

	@Test
	void tellOfRequestsAndNotOfTheFiltersThatTheyPass() throws IOException {
		RawHttp.send(this.port, "GET /api/v1/corpora HTTP/1.1\nHost: localhost\nConnection: close\n\n");
		assertThat(scrape()).contains("http_server_requests_seconds").doesNotContain("spring_security");
	}

	/** What promtool would say of it; CI has promtool itself. */
	@Test
	void sayWhatTheyAreInBaseUnits() throws IOException {
		RawHttp.send(this.port, "GET /api/v1/corpora HTTP/1.1\nHost: localhost\nConnection: close\n\n");
		List<String> lines = scrape().lines().toList();
		List<String> described = lines.stream()
			.filter((line) -> line.matches("# HELP \\S+ \\S.*"))
			.map((line) -> line.split(" ")[2])
			.toList();
		List<String> typed = lines.stream()
			.filter((line) -> line.startsWith("# TYPE "))
			.map((line) -> line.split(" ")[2])
			.toList();
		assertThat(described).containsAll(typed);
		assertThat(typed).noneMatch((name) -> name.matches(".*_(ms|ns|us|count)(_total)?"))
			.contains("process_cpu_seconds_total");
	}

	@Test
	void haveStableNames() throws IOException {
		Awaitility.await().untilAsserted(() -> assertThat(scrape()).contains("charrnn_training_jobs{"));
		assertThat(scrape()).contains("charrnn_inference_characters_generated_total",
				"charrnn_inference_first_character_seconds", "charrnn_inference_character_seconds",
				"charrnn_inference_step_batch_size", "charrnn_inference_requests ", "charrnn_inference_requests_max",
				"charrnn_inference_texts", "charrnn_inference_models_loaded",
				"charrnn_inference_models_memory_used_bytes", "cache_gets_total{cache=\"models\"",
				"charrnn_training_characters_total", "charrnn_training_queue_wait_seconds", "charrnn_training_jobs{",
				"status=\"queued\"", "charrnn_training_loss{", "charrnn_training_slots_used",
				"charrnn_training_slots_max", "jvm_memory_used_bytes", "hikaricp_connections_active");
	}

}
