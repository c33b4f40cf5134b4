package io.charrnn.ci;

import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import io.charrnn.process.ServiceProcess;
import io.charrnn.testing.Requirement;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Fills a small file system under the service, by the service and from outside. */
@Timeout(value = 6, unit = TimeUnit.HOURS)
class DiskFullIT {

	private static final int TEXT = 1 << 20;

	@TempDir
	private Path folder;

	@Test
	void saysSoAndKeepsWhatThereIs() throws Exception {
		Path data = Files.createDirectory(this.folder.resolve("data"));
		Requirement.of(mount(data), "a tmpfs cannot be mounted, which needs root");
		try (ServiceProcess service = ServiceProcess.start(this.folder, "-Dcharrnn.training.checkpoint-interval=1s",
				"-Dcharrnn.content.keep-free=8MB")) {
			String corpus = Replicas.upload(service, "The quick brown fox jumps over the lazy dog. ".repeat(200));
			String job = Replicas.train(service, corpus, 100_000_000);
			Replicas.awaitIteration(service, job, 100);
			for (int round = 1; round <= Faults.rounds(1); round++) {
				int uploads = fill(service, corpus, round);
				deleteLarge(service);
				goesOn(service, job);
				Path other = data.resolve("other");
				long taken = fillFromOutside(other);
				assertRefused(service, service.postText("/api/v1/corpora?name=large", text(new Random(round))), corpus);
				Files.delete(other);
				goesOn(service, job);
				System.out.printf(
						"faults: disk full, round %d: refused after %d uploads of 1 MiB, all readable; all could be deleted, and all went on; the same when others took the last %d KiB and gave them back%n",
						round, uploads, taken >> 10);
			}
		}
		finally {
			new ProcessBuilder("umount", "-l", data.toString()).start().waitFor();
		}
	}

	/** Uploads until there is no room, and checks what is there. */
	private static int fill(ServiceProcess service, String corpus, int round) throws Exception {
		Random random = new Random(round);
		HttpResponse<String> response;
		int uploads = -1;
		do {
			response = service.postText("/api/v1/corpora?name=large", text(random));
			uploads++;
		}
		while (response.statusCode() == 201);
		assertRefused(service, response, corpus);
		assertThat(large(service)).hasSize(uploads);
		for (String id : large(service)) {
			assertThat(service.get("/api/v1/corpora/" + id + "/text?characters=1000").statusCode()).isEqualTo(200);
		}
		return uploads;
	}

	private static void assertRefused(ServiceProcess service, HttpResponse<String> response, String corpus)
			throws Exception {
		JsonNode problem = ServiceProcess.body(response, 503);
		assertThat(problem.get("type").asString()).endsWith(":storage-full");
		assertThat(response.headers().firstValue("Retry-After")).isPresent();
		assertThat(service.get("/api/v1/corpora/" + corpus + "/text?characters=9").body()).isEqualTo("The quick");
	}

	/** Nothing else makes room. */
	private static void deleteLarge(ServiceProcess service) throws Exception {
		for (String id : large(service)) {
			HttpResponse<String> response = service.delete("/api/v1/corpora/" + id);
			assertThat(response.statusCode()).as(response.body()).isEqualTo(204);
		}
	}

	/** Takes all that is left; returns how many bytes that was. */
	private static long fillFromOutside(Path other) throws IOException {
		byte[] page = new byte[4096];
		try (OutputStream out = Files.newOutputStream(other)) {
			while (true) {
				out.write(page);
			}
		}
		catch (IOException ex) {
			assertThat(ex).hasMessageContaining("No space left");
		}
		return Files.size(other);
	}

	private static void goesOn(ServiceProcess service, String job) throws Exception {
		String again = ServiceProcess.body(service.postText("/api/v1/corpora?name=again", "a b ".repeat(100)), 201)
			.get("id")
			.asString();
		assertThat(service.delete("/api/v1/corpora/" + again).statusCode()).isEqualTo(204);
		assertThat(Replicas.job(service, job).get("status").asString()).isEqualTo("running");
		long iteration = Replicas.job(service, job).at("/progress/iteration").asLong();
		Replicas.awaitIteration(service, job, iteration + 100);
	}

	private static List<String> large(ServiceProcess service) throws Exception {
		List<String> large = new ArrayList<>();
		service.json("/api/v1/corpora?limit=500").get("items").forEach((corpus) -> {
			if (corpus.get("name").asString().equals("large")) {
				large.add(corpus.get("id").asString());
			}
		});
		return large;
	}

	private static String text(Random random) {
		StringBuilder text = new StringBuilder(TEXT);
		while (text.length() < TEXT) {
			text.append((char) ('a' + random.nextInt(26)));
		}
		return text.toString();
	}

	private static Optional<Path> mount(Path data) throws Exception {
		int code = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", data.toString()).start()
			.waitFor();
		return (code == 0) ? Optional.of(data) : Optional.empty();
	}

}
