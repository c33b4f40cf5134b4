package io.charrnn.ci;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.charrnn.process.ServiceProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Uploads, trains, generates and deletes again and again: nothing may pile up. */
@Timeout(value = 6, unit = TimeUnit.HOURS)
class SoakIT {

	private static final String TEXT = "The quick brown fox jumps over the lazy dog. ".repeat(20_000);

	@TempDir
	private Path folder;

	@Test
	void neitherMemoryNorTheDatabaseGrows() throws Exception {
		try (ServiceProcess service = ServiceProcess.start(Path.of(System.getProperty("java.home")),
				ServiceProcess.packagedJar(), this.folder, "-Xmx128m", "-XX:+UseSerialGC")) {
			long length = Faults.duration(30).toNanos();
			long begun = System.nanoTime();
			int rounds = 0;
			while (rounds < 5 || System.nanoTime() - begun < length / 3) {
				round(service, rounds++);
			}
			long memory = service.residentBytes();
			long database = databaseBytes();
			int first = rounds;
			while (rounds < 2 * first || System.nanoTime() - begun < length) {
				round(service, rounds++);
			}
			System.out.printf(
					"faults: soak: %d rounds; resident memory %d MiB after a third, %d MiB at the end; database %d and %d KiB%n",
					rounds, memory >> 20, service.residentBytes() >> 20, database >> 10, databaseBytes() >> 10);
			assertThat(service.residentBytes()).isLessThan((long) (1.25 * memory));
			assertThat(databaseBytes()).isLessThan((long) (1.25 * database) + (4 << 20));
		}
	}

	private static void round(ServiceProcess service, int number) throws Exception {
		String corpus = Replicas.upload(service, number + TEXT);
		String job = Replicas.train(service, corpus, 50);
		String model = Replicas.awaitStatus(service, job, "succeeded").get("result").asString();
		ServiceProcess.body(service.postJson("/api/v1/models/" + model + "/generations",
				"{\"prompt\": \"The\", \"maxCharacters\": 1000}"), 200);
		for (String path : new String[] { "/api/v1/training-jobs/" + job, "/api/v1/models/" + model,
				"/api/v1/corpora/" + corpus }) {
			assertThat(service.delete(path).statusCode()).as(path).isEqualTo(204);
		}
	}

	private long databaseBytes() throws IOException {
		try (Stream<Path> files = Files.list(this.folder.resolve("data"))) {
			return files.filter((file) -> file.getFileName().toString().endsWith(".db"))
				.mapToLong((file) -> file.toFile().length())
				.sum();
		}
	}

}
