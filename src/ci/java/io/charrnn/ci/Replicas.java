package io.charrnn.ci;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.charrnn.process.ServiceProcess;
import io.charrnn.testing.PostgresServer;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/** Processes of the packaged jar that share one PostgreSQL database. */
final class Replicas {

	static final Duration LIMIT = Duration.ofSeconds(120);

	static final Duration HEARTBEAT = Duration.ofSeconds(1);

	/** From the last heartbeat of a replica until others may have its jobs. */
	static final Duration SILENCE = HEARTBEAT.multipliedBy(4);

	/** Most time from a death until another replica has the job. */
	static final Duration TAKEOVER = SILENCE.plusSeconds(2).plusSeconds(2);

	/** Several services are on a machine at a time. */
	static final String HEAP = "-Xmx256m";

	private final Path folder;

	private final String url;

	private final List<String> options;

	private int started;

	Replicas(Path folder) {
		this(folder, PostgresServer.shared());
	}

	/**
	 * Prepares a database.
	 * @param folder of the replicas' own files
	 * @param server where the database is made
	 * @param options of their JVMs, beside the usual ones
	 */
	Replicas(Path folder, PostgresServer server, String... options) {
		this.folder = folder;
		this.url = server.createDatabase();
		this.options = new ArrayList<>(List.of(HEAP));
		this.options.addAll(List.of("-Dspring.profiles.active=postgres", "-Dspring.datasource.url=" + this.url,
				"-Dspring.datasource.username=postgres", "-Dcharrnn.training.checkpoint-interval=1s",
				"-Dspring.datasource.hikari.data-source-properties.options=-c idle_in_transaction_session_timeout=3s",
				"-Ddb-scheduler.heartbeat-interval=" + HEARTBEAT));
		this.options.addAll(List.of(options));
	}

	/** The JDBC URL of their database. */
	String url() {
		return this.url;
	}

	/** Starts replicas all at once. */
	List<ServiceProcess> start(int count) {
		List<CompletableFuture<ServiceProcess>> starts = IntStream.range(0, count)
			.mapToObj((index) -> this.folder.resolve("replica" + this.started++))
			.map((own) -> CompletableFuture.supplyAsync(() -> start(own)))
			.toList();
		return starts.stream().map(CompletableFuture::join).toList();
	}

	ServiceProcess start() {
		return start(1).get(0);
	}

	/** Starts a replica with options of its own beside those of all. */
	ServiceProcess startWith(String... own) {
		return start(this.folder.resolve("replica" + this.started++), own);
	}

	private ServiceProcess start(Path own, String... more) {
		try {
			return ServiceProcess.start(Files.createDirectories(own),
					Stream.concat(this.options.stream(), Stream.of(more)).toArray(String[]::new));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Uploads a text that is worth a long training. */
	static String upload(ServiceProcess service, String text) throws Exception {
		return ServiceProcess.body(service.postText("/api/v1/corpora?name=text", text), 201).get("id").asString();
	}

	/** Asks for a training job that takes as long as it is let. */
	static String train(ServiceProcess service, String corpus, long iterations) throws Exception {
		return ServiceProcess.body(service.postJson("/api/v1/training-jobs",
				"""
						{"corpus": "%s", "model": "fox", "hyperparameters": {"layers": 1, "hiddenSize": 32, "batchSize": 8,
						 "sequenceLength": 16, "maxIterations": %d, "checkpointEvery": 100, "validateEvery": 1000, "seed": 7}}"""
					.formatted(corpus, iterations)),
				202)
			.get("id")
			.asString();
	}

	static JsonNode job(ServiceProcess service, String job) throws Exception {
		return service.json("/api/v1/training-jobs/" + job);
	}

	static JsonNode awaitStatus(ServiceProcess service, String job, String status) {
		return awaitStatus(service, job, status, LIMIT);
	}

	static JsonNode awaitStatus(ServiceProcess service, String job, String status, Duration limit) {
		return Awaitility.await(job + " " + status)
			.atMost(limit)
			.until(() -> job(service, job), (json) -> json.get("status").asString().equals(status));
	}

	static long awaitIteration(ServiceProcess service, String job, long iteration) {
		return Awaitility.await("iteration " + iteration + " of " + job)
			.atMost(LIMIT)
			.until(() -> job(service, job).at("/progress/iteration").asLong(), (now) -> now >= iteration);
	}

	/** How often a job was claimed. */
	long epoch(String job) {
		return query("SELECT lease_epoch FROM training_job WHERE id = '" + job + "'");
	}

	/** The number of a job's newest event. */
	long event(String job) {
		return query("SELECT event FROM training_job WHERE id = '" + job + "'");
	}

	long query(String sql) {
		try (Connection connection = DriverManager.getConnection(this.url);
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery(sql)) {
			rows.next();
			return rows.getLong(1);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
