package io.charrnn.bench.database;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

import io.charrnn.bench.serving.Service;
import io.charrnn.testing.PostgresServer;

import org.springframework.util.FileSystemUtils;

/**
 * Fills a database, and measures how long lists, polls, curves and deletions take over HTTP
 * and in the database, and how long writes wait for a large one: first on SQLite, then on a
 * PostgreSQL server of its own.
 */
final class DatabaseBench {

	private static final double TARGET_MILLIS = 20;

	private DatabaseBench() {
	}

	/**
	 * Measures.
	 * @param arguments {@code sqlite}, {@code postgresql}, or nothing for both
	 */
	public static void main(String... arguments) throws Exception {
		List<String> databases = (arguments.length > 0) ? List.of(arguments) : List.of("sqlite", "postgresql");
		boolean within = true;
		for (String database : databases) {
			within &= switch (database) {
				case "sqlite" -> sqlite();
				case "postgresql" -> postgresql();
				default -> throw new IllegalArgumentException("no database: " + database);
			};
		}
		System.exit(within ? 0 : 1);
	}

	private static boolean sqlite() throws Exception {
		Path folder = Files.createTempDirectory("bench-database");
		try {
			return measure("SQLite", "jdbc:sqlite:" + folder.resolve("bench.db"));
		}
		finally {
			FileSystemUtils.deleteRecursively(folder);
		}
	}

	private static boolean postgresql() throws Exception {
		try (PostgresServer server = PostgresServer.start()) {
			return measure("PostgreSQL", server.createDatabase());
		}
	}

	private static boolean measure(String database, String url) throws Exception {
		try (Service service = Service.start("--spring.datasource.url=" + url,
				"--charrnn.training.retention.jobs=0", "--charrnn.training.retention.most-jobs=0",
				"--charrnn.training.retention.checkpoints=0", "--charrnn.training.retention.most-with-checkpoints=0",
				"--charrnn.registry.max-models=20000")) {
			long begun = System.nanoTime();
			FilledDatabase.fill(url);
			System.out.printf(Locale.ROOT,
					"%n%s with %,d jobs, %,d checkpoints, %,d models and %,d points (filled in %.0f s)%n%n", database,
					FilledDatabase.JOBS, FilledDatabase.CHECKPOINTS, FilledDatabase.MODELS,
					FilledDatabase.LONG_JOBS * FilledDatabase.POINTS, (System.nanoTime() - begun) / 1e9);
			System.out.println("| | median over HTTP, ms | slowest, ms | in the database, ms | target | |");
			System.out.println("| --- | ---: | ---: | ---: | ---: | --- |");
			Client client = new Client(service.port());
			return measure(client) & new WriteWait(client).measure();
		}
	}

	private static boolean measure(Client client) {
		String job = "/api/v1/training-jobs/" + FilledDatabase.job(77);
		boolean within = get(client, "jobs, the first page", "/api/v1/training-jobs");
		within &= get(client, "jobs, a page in the middle",
				"/api/v1/training-jobs?after=1700000050000," + FilledDatabase.job(50_000));
		within &= get(client, "jobs that failed", "/api/v1/training-jobs?status=failed");
		within &= get(client, "jobs of a model", "/api/v1/training-jobs?model=m");
		within &= get(client, "jobs of a text", "/api/v1/training-jobs?corpus=" + FilledDatabase.corpus(7));
		within &= get(client, "jobs that wait (none)", "/api/v1/training-jobs?status=queued");
		within &= get(client, "jobs under OpenAI's paths", "/v1/fine_tuning/jobs");
		within &= get(client, "a job", job);
		within &= get(client, "a job's points after an iteration", job + "/metrics?after=40000");
		within &= get(client, "a job's events after one that is known", job + "/events");
		within &= get(client, "a job's curves", job + "/curves");
		within &= get(client, "a job's curves, 5,000 points at most", job + "/curves?points=5000");
		within &= get(client, "a job's checkpoints", job + "/checkpoints");
		within &= get(client, "a job's samples", "/api/v1/training-jobs/" + FilledDatabase.job(7) + "/samples");
		within &= get(client, "models, the first page", "/api/v1/models");
		within &= get(client, "versions of a model", "/api/v1/models?name=m7");
		within &= get(client, "a model", "/api/v1/models/m7");
		within &= get(client, "corpora", "/api/v1/corpora");
		within &= delete(client, "a job with 4,096 points and 1,000 samples is deleted",
				(time) -> "/api/v1/training-jobs/" + FilledDatabase.job(8 + time));
		within &= delete(client, "a model is deleted", (time) -> "/api/v1/models/" + FilledDatabase.model(5000 + time));
		within &= delete(client, "a corpus is deleted",
				(time) -> "/api/v1/corpora/" + FilledDatabase.corpus(500 + time));
		return within;
	}

	private static boolean get(Client client, String name, String path) {
		return client.measure(200, name, TARGET_MILLIS, "GET", (time) -> path);
	}

	private static boolean delete(Client client, String name, IntFunction<String> path) {
		return client.measure(5, name, TARGET_MILLIS, "DELETE", path);
	}

}
