package io.charrnn.training;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.charrnn.api.Tags;
import io.charrnn.cluster.ClusterStatus;
import io.charrnn.content.StoredJson;
import io.charrnn.corpus.CorpusId;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.round.Cluster;
import io.charrnn.workspace.Columns;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.RowMapper;

/** Reads a row of the table {@code training_job}. */
final class TrainingJobRow implements RowMapper<TrainingJob> {

	/**
	 * All of a job, what its text is called, the checkpoint that it publishes, and how
	 * many of the replicas that are up have rejected it. Replicas have rows on PostgreSQL
	 * alone.
	 */
	private static final String COLUMNS = """
			SELECT training_job.*, %s,
				(SELECT corpus.name FROM corpus
					WHERE corpus.workspace = :workspace AND corpus.id = training_job.corpus_id) AS corpus_name,
				(SELECT checkpoint.iteration FROM checkpoint
					WHERE checkpoint.workspace = :workspace AND checkpoint.job_id = training_job.id
					ORDER BY best DESC, event DESC LIMIT 1) AS published_iteration,
				(SELECT checkpoint.id FROM checkpoint
					WHERE checkpoint.workspace = :workspace AND checkpoint.job_id = training_job.id
					ORDER BY best DESC, event DESC LIMIT 1) AS published_id,
				(SELECT COUNT(*) FROM checkpoint
					WHERE checkpoint.workspace = :workspace AND checkpoint.job_id = training_job.id AND best) AS published_best,
				CASE WHEN waiting IS NULL THEN 0
					ELSE (SELECT count(*) FROM refusal WHERE refusal.job_id = training_job.id) END AS refusals,
				CASE WHEN waiting IS NULL THEN 0 ELSE (SELECT count(*) FROM replica) END AS replicas
			FROM training_job
			""";

	static final String SELECT = select("0 AS sort_key");

	private final StoredJson json;

	/** Jobs with one more column. */
	static String select(String column) {
		return COLUMNS.formatted(column);
	}

	TrainingJobRow(StoredJson json) {
		this.json = json;
	}

	@Override
	public TrainingJob mapRow(ResultSet row, int number) throws SQLException {
		return new TrainingJob(new JobId(row.getString("id")), row.getString("model"),
				new CorpusId(row.getString("corpus_id")), row.getString("engine"), row.getString("initialize_from"),
				this.json.read(row.getString("hyperparameters"), Hyperparameters.class),
				fitted(row.getString("fitted")), row.getInt("alphabet_size"),
				Columns.orNull(row.getInt("threads"), row),
				StoredJson.constant(TrainingJobStatus.class, row.getString("status")),
				status(row.getString("requested_status")), row.getInt("deaths"), waiting(row), row.getLong("event"),
				row.getLong("status_event"), progress(row), lossExpectation(row.getString("loss_expectation")),
				row.getString("result"), row.getString("error"), Instant.ofEpochMilli(row.getLong("created_at")),
				Columns.time(row, "started_at"), Columns.time(row, "finished_at"), Tags.read(row.getString("tags")),
				row.getString("corpus_name"), published(row), row.getString("choice"), trial(row),
				cluster(row.getString("cluster")), clusterStatus(row.getString("cluster_status")),
				validationCorpus(row));
	}

	private static @Nullable PublishedWeights published(ResultSet row) throws SQLException {
		String id = row.getString("published_id");
		return (id != null) ? new PublishedWeights(new CheckpointId(id), row.getLong("published_iteration"),
				row.getInt("published_best") > 0) : null;
	}

	private @Nullable Cluster cluster(@Nullable String cluster) {
		return (cluster != null) ? this.json.read(cluster, Cluster.class) : null;
	}

	private @Nullable ClusterStatus clusterStatus(@Nullable String status) {
		return (status != null) ? this.json.read(status, ClusterStatus.class) : null;
	}

	private static @Nullable Trial trial(ResultSet row) throws SQLException {
		String search = row.getString("search_id");
		return (search != null) ? new Trial(new SearchId(search), row.getBoolean("last_rung")) : null;
	}

	private static @Nullable CorpusId validationCorpus(ResultSet row) throws SQLException {
		String id = row.getString("validation_corpus_id");
		return (id != null) ? new CorpusId(id) : null;
	}

	private static Progress progress(ResultSet row) throws SQLException {
		return new Progress(row.getLong("iteration"), row.getLong("iterations"), row.getInt("epoch"),
				row.getDouble("fraction"), Columns.number(row, "characters_per_second"),
				Duration.ofMillis(row.getLong("training_millis")), Columns.number(row, "training_loss"),
				Columns.number(row, "validation_loss"), Columns.number(row, "best_validation_loss"));
	}

	private @Nullable List<NGramLoss> lossExpectation(@Nullable String losses) {
		return (losses != null) ? List.of(this.json.read(losses, NGramLoss[].class)) : null;
	}

	private List<Fitted> fitted(@Nullable String fitted) {
		return (fitted != null) ? List.of(this.json.read(fitted, Fitted[].class)) : List.of();
	}

	private @Nullable Waiting waiting(ResultSet row) throws SQLException {
		String stored = row.getString("waiting");
		if (stored == null) {
			return null;
		}
		Waiting waiting = this.json.read(stored, Waiting.class);
		int replicas = row.getInt("replicas");
		boolean nobody = replicas > 0 && row.getInt("refusals") >= replicas;
		return nobody ? waiting.forNobody(replicas) : waiting;
	}

	private static @Nullable TrainingJobStatus status(@Nullable String name) {
		return (name != null) ? StoredJson.constant(TrainingJobStatus.class, name) : null;
	}

}
