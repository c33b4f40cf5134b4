package io.charrnn.ci;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.charrnn.process.ProcessMemory;
import io.charrnn.process.ServiceProcess;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Uploads, trains, generates, keeps sessions and deletes again and again: nothing may
 * pile up.
 */
@Timeout(value = 6, unit = TimeUnit.HOURS)
class SoakIT {

	private static final String SENTENCE = "The quick brown fox jumps over the lazy dog. ";

	private static final String TEXT = SENTENCE.repeat(20_000);

	@TempDir
	private Path folder;

	@Test
	void neitherMemoryNorTheDatabaseGrows() throws Exception {
		try (ServiceProcess service = ServiceProcess.start(this.folder, "-Xmx128m",
				"-Dcharrnn.inference.sessions.lifetime=20s")) {
			String kept = trained(service, Replicas.upload(service, SENTENCE.repeat(200))).get("result").asString();
			List<String> left = new ArrayList<>();
			long length = Faults.duration(60).toNanos();
			long begun = System.nanoTime();
			int rounds = 0;
			while (rounds < 5 || System.nanoTime() - begun < length / 3) {
				round(service, rounds++);
				left.add(session(service, kept));
			}
			Size third = size(service);
			int first = rounds;
			while (rounds < 2 * first || System.nanoTime() - begun < length) {
				round(service, rounds++);
				left.add(session(service, kept));
			}
			Awaitility.await("end of a session that was left")
				.atMost(Replicas.LIMIT)
				.until(() -> service.get("/api/v1/sessions/" + left.get(0)).statusCode() == 404);
			Size end = size(service);
			System.out.printf("faults: soak: %d rounds; after a third %s; at the end %s%n", rounds, third, end);
			assertThat(end.heap()).isLessThan((long) (1.25 * third.heap()) + (4 << 20));
			assertThat(end.resident()).isLessThan((long) (1.25 * third.resident()));
			assertThat(end.database()).isLessThan((long) (1.25 * third.database()) + (4 << 20));
		}
	}

	private static void round(ServiceProcess service, int number) throws Exception {
		String corpus = Replicas.upload(service, number + TEXT);
		JsonNode job = trained(service, corpus);
		String model = job.get("result").asString();
		ServiceProcess.body(service.postJson("/api/v1/models/" + model + "/generations",
				"{\"prompt\": \"The\", \"maxCharacters\": 1000}"), 200);
		for (String path : new String[] { "/api/v1/training-jobs/" + job.get("id").asString(),
				"/api/v1/models/" + model, "/api/v1/corpora/" + corpus }) {
			delete(service, path);
		}
	}

	private static JsonNode trained(ServiceProcess service, String corpus) throws Exception {
		return Replicas.awaitStatus(service, Replicas.train(service, corpus, 50), "succeeded");
	}

	/**
	 * Begins a session, goes on with it, copies it, lets it learn and deletes it.
	 * @return the copy, which is left to expire
	 */
	private static String session(ServiceProcess service, String model) throws Exception {
		String session = id(service, "/api/v1/models/" + model + "/sessions", "{\"text\": \"The\"}");
		String path = "/api/v1/sessions/" + session;
		String text = "{\"text\": \"%s\", \"learn\": %s}";
		ServiceProcess.body(service.postJson(path + "/characters", text.formatted(SENTENCE, false)), 200);
		ServiceProcess.body(service.postJson(path + "/generations", "{\"maxCharacters\": 200}"), 200);
		String copy = id(service, path + "/fork", "{}");
		ServiceProcess.body(service.postJson(path + "/characters", text.formatted(SENTENCE.repeat(3), true)), 200);
		ServiceProcess.body(service.postJson(path + "/rewind", "{\"mark\": 0}"), 200);
		delete(service, path);
		return copy;
	}

	private static String id(ServiceProcess service, String path, String request) throws Exception {
		return ServiceProcess.body(service.postJson(path, request), 201).get("id").asString();
	}

	private static void delete(ServiceProcess service, String path) throws Exception {
		assertThat(service.delete(path).statusCode()).as(path).isEqualTo(204);
	}

	private Size size(ServiceProcess service) throws IOException, InterruptedException {
		long heap = ProcessMemory.heapAfterCollection(service.pid());
		return new Size(heap, ProcessMemory.resident(service.pid()), databaseBytes());
	}

	private long databaseBytes() throws IOException {
		try (Stream<Path> files = Files.list(this.folder.resolve("data"))) {
			return files.filter((file) -> file.getFileName().toString().endsWith(".db"))
				.mapToLong((file) -> file.toFile().length())
				.sum();
		}
	}

	/**
	 * What the service takes, in bytes.
	 *
	 * @param heap after a collection
	 * @param resident memory of the process
	 * @param database size of the file
	 */
	private record Size(long heap, long resident, long database) {

		@Override
		public String toString() {
			return "heap after a collection %d MiB, resident memory %d MiB, database %d KiB".formatted(this.heap >> 20,
					this.resident >> 20, this.database >> 10);
		}

	}

}
