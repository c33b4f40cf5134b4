package io.charrnn.bench.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Fills the tables of a database that the service has made, by its own SQL. */
final class FilledDatabase {

	static final int JOBS = 100_000;

	static final int CHECKPOINTS = 2 * JOBS;

	static final int MODELS = 10_000;

	static final int CORPORA = 1000;

	/** Of jobs with as many points as there may be, and samples. */
	static final int LONG_JOBS = 244;

	static final int POINTS = 4096;

	private static final int SAMPLES = 1000;

	private static final int JOBS_WITH_SAMPLES = 50;

	private static final String HYPERPARAMETERS = """
			{"cell":"LSTM","layers":2,"hiddenSize":128,"dropout":0.0,"batchSize":50,"sequenceLength":50,"epochs":null,\
			"maxIterations":null,"maxDuration":"PT5M","learningRate":0.008,"schedule":{"type":"cosine","warmupIterations":50,\
			"finalFraction":0.05,"stepEvery":1000,"stepFactor":0.5},"gradientClip":{"type":"norm","threshold":1.0},\
			"weightDecay":0.1,"averaging":0.05,"validationFraction":0.1,"validateEvery":401,"checkpointEvery":1000,\
			"earlyStopping":null,"precision":"float32","seed":1}""";

	private static final String METRIC = "training_metric (job_id, iteration, event, training_loss, validation_loss, "
			+ "learning_rate, gradient_norm, clipped_fraction, characters_per_second, created_at)";

	private static final String SAMPLE = "training_sample (job_id, iteration, event, text, temperature, created_at)";

	/** Numbers with as many digits. */
	private static final long FIRST = 10_000_000_000L;

	private final Connection connection;

	private FilledDatabase(Connection connection) {
		this.connection = connection;
	}

	/** Fills a database by its JDBC URL. */
	static void fill(String url) throws SQLException {
		try (Connection connection = DriverManager.getConnection(url)) {
			connection.setAutoCommit(false);
			new FilledDatabase(connection).fill();
			connection.commit();
			connection.setAutoCommit(true);
			connection.createStatement().execute("ANALYZE");
		}
	}

	static String job(int number) {
		return "job_" + "0".repeat(21) + (FIRST + number);
	}

	static String corpus(int number) {
		return "corpus_" + "0".repeat(21) + (FIRST + number);
	}

	/** There are a hundred versions of each of a hundred models. */
	static String model(int number) {
		return "m%d:%d".formatted(number % 100, number / 100 + 1);
	}

	private void fill() throws SQLException {
		contents("a", CHECKPOINTS);
		contents("b", CHECKPOINTS);
		contents("c", MODELS);
		contents("d", CORPORA);
		insert(CORPORA, "corpus (id, name, sha256, bytes, characters, character_index, alphabet, created_at) SELECT " + id("corpus_") + ", 'text', " + sha256("d", "n")
				+ ", 64, 64, ?, ?, 1700000000000 + n", new byte[0], "ab".getBytes());
		insert(JOBS,
				"""
						training_job (id, model, corpus_id, engine, hyperparameters, alphabet_size, threads, status, lease_epoch,
							event, status_event, iteration, iterations, epoch, fraction, training_millis, created_at, started_at,
							finished_at) SELECT %s, 'm', %s, 'fused', ?, 65, 2,
							CASE WHEN n %% 100 = 0 THEN 'FAILED' WHEN n %% 1000 = 7 THEN 'PAUSED' ELSE 'SUCCEEDED' END, 1,
							5000, 5000, 40960, 40960, 1, 1, 300000, 1700000000000 + n, 1700000000000 + n,
							CASE WHEN n %% 1000 = 7 THEN NULL ELSE 1700000000000 + n END"""
					.formatted(id("job_"), "'corpus_000000000000000000000' || CAST(%d + n %% %d AS TEXT)".formatted(FIRST, CORPORA)),
				HYPERPARAMETERS);
		insert(CHECKPOINTS, """
				checkpoint (id, job_id, iteration, event, archive_sha256, state_sha256, provenance, training_loss,
					validation_loss, last, best, created_at) SELECT %s, 'job_000000000000000000000' || CAST(%d + (n + 1) / 2 AS TEXT), n %% 2 + 1, n %% 2 + 1,
					%s, %s, '{}', 1.5, 1.6, n %% 2 = 0, n %% 2 = 1, 1700000000000 + n""".formatted(id("checkpoint_"), FIRST,
				sha256("a", "n"), sha256("b", "n")));
		insert(100, "model (workspace, name, versions) SELECT 'default', 'm' || CAST(n - 1 AS TEXT), 101");
		insert(MODELS, """
				model_version (workspace, name, version, archive_sha256, architecture, provenance, precision, created_at) SELECT 'default', 'm' || CAST(n %% 100 AS TEXT), n / 100 + 1, %s, ?, '{"imported":false}', 'FLOAT32',
					1700000000000 + n""".formatted(sha256("c", "n")), """
				{"cell":"LSTM","layers":2,"hiddenSize":128,"alphabetSize":65}""");
		for (int job = 1; job <= LONG_JOBS; job++) {
			insert(POINTS, METRIC + " SELECT '" + job(job)
					+ "', 10 * n, n, 1.5, NULL, 0.001, 0.5, 0.1, 100000, 1700000000000 + n");
		}
		for (int job = 1; job <= JOBS_WITH_SAMPLES; job++) {
			insert(SAMPLES, SAMPLE + " SELECT '" + job(job) + "', 10 * n, n, ?, 0.8, 1700000000000 + n",
					new byte[500]);
		}
	}

	private void contents(String kind, int count) throws SQLException {
		insert(count, "content (sha256, bytes, owners) SELECT " + sha256(kind, "n") + ", 64, 1");
		insert(count, "content_chunk (sha256, number, data) SELECT " + sha256(kind, "n") + ", 0, ?", new byte[64]);
	}

	private static String id(String prefix) {
		return "'" + prefix + "000000000000000000000' || CAST(" + FIRST + " + n AS TEXT)";
	}

	private static String sha256(String kind, String number) {
		return "'" + kind.repeat(53) + "' || CAST(" + FIRST + " + " + number + " AS TEXT)";
	}

	private void insert(int rows, String selection, Object... values) throws SQLException {
		String sql = "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < " + rows
				+ ") INSERT INTO " + selection + " FROM numbers";
		try (PreparedStatement statement = this.connection.prepareStatement(sql)) {
			for (int place = 0; place < values.length; place++) {
				statement.setObject(place + 1, values[place]);
			}
			statement.executeUpdate();
		}
	}

}
