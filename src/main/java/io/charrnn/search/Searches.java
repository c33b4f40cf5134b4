package io.charrnn.search;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.charrnn.api.ListPlace;
import io.charrnn.api.Page;
import io.charrnn.content.StoredJson;
import io.charrnn.corpus.CorpusId;
import io.charrnn.model.Hyperparameters;
import io.charrnn.problem.NotFoundException;
import io.charrnn.training.JobId;
import io.charrnn.training.SearchId;
import io.charrnn.workspace.Columns;
import io.charrnn.workspace.Workspace;
import io.charrnn.workspace.WorkspaceSql;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Repository;

/** All searches. */
@Repository
public class Searches {

	private static final String SELECT = "SELECT * FROM search WHERE workspace = :workspace AND ";

	private final WorkspaceSql sql;

	private final StoredJson json;

	Searches(WorkspaceSql sql, StoredJson json) {
		this.sql = sql;
		this.json = json;
	}

	/** Stores a new search with its trials. */
	void add(Search search) {
		this.sql.here("""
				INSERT INTO search (workspace, id, model, corpus_id, engine, status, revision, request, choice, rung,
					created_at, paused_millis, key_id)
				VALUES (:workspace, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)""")
			.params(search.id().value(), search.model(), search.corpus().value(), search.engine(),
					search.status().name(), search.revision(), this.json.write(search.request()), search.choice(),
					search.rung(), search.createdAt().toEpochMilli())
			.param(search.keyId())
			.update();
		for (SearchTrial trial : search.trials()) {
			this.sql.here("""
					INSERT INTO search_trial (workspace, search_id, number, rung, status, hyperparameters)
					VALUES (:workspace, ?, ?, ?, ?, ?)""")
				.params(search.id().value(), trial.number(), trial.rung(), trial.status().name(),
						this.json.write(trial.hyperparameters()))
				.update();
		}
	}

	/**
	 * Finds a search.
	 * @throws NotFoundException if there is none
	 */
	public Search find(SearchId id) {
		return lookUp(id)
			.orElseThrow(() -> new NotFoundException("search-not-found", "There is no search %s.".formatted(id)));
	}

	public Optional<Search> lookUp(SearchId id) {
		return this.sql.here(SELECT + "id = ?")
			.param(id.value())
			.query((row, number) -> search(row, trials(List.of(id.value())).getOrDefault(id.value(), List.of())))
			.optional();
	}

	/**
	 * Lists searches, the newest first.
	 * @param status only those with it, or null for all
	 */
	public Page<Search> list(@Nullable SearchStatus status, @Nullable String after, int limit) {
		ListPlace place = ListPlace.after(after, "search");
		List<String> ids = this.sql.here("""
				SELECT id FROM search WHERE workspace = :workspace AND status = COALESCE(:status, status)
					AND (created_at, id) < (:createdAt, :id) ORDER BY created_at DESC, id DESC LIMIT :limit""")
			.param("status", (status != null) ? status.name() : null, Types.VARCHAR)
			.param("createdAt", place.createdAt())
			.param("id", place.id())
			.param("limit", limit + 1)
			.query(String.class)
			.list();
		List<Search> found = new ArrayList<>();
		if (!ids.isEmpty()) {
			Map<String, List<SearchTrial>> trials = trials(ids);
			found.addAll(this.sql.here(SELECT + "id IN (:ids) ORDER BY created_at DESC, id DESC")
				.param("ids", ids)
				.query((row, number) -> search(row, trials.getOrDefault(row.getString("id"), List.of())))
				.list());
		}
		return Page.of(found, limit, (last) -> ListPlace.of(last.createdAt(), last.id()).toString());
	}

	/** Those of all workspaces that have not ended, with whose they are. */
	Map<SearchId, Workspace> running() {
		Map<SearchId, Workspace> running = new HashMap<>();
		this.sql.everywhere("SELECT id, workspace FROM search WHERE finished_at IS NULL AND status = 'RUNNING'")
			.query((row) -> {
				running.put(new SearchId(row.getString(1)), new Workspace(row.getString(2)));
			});
		return running;
	}

	/** How many searches of all workspaces have not ended. */
	long countUnfinished() {
		return this.sql.everywhere("SELECT count(*) FROM search WHERE finished_at IS NULL").query(Long.class).single();
	}

	/**
	 * Stores a change of a search and its trials, in the caller's transaction.
	 * @param search with the revision that it was read with
	 * @return whether nobody has changed it meanwhile; else the transaction must be
	 * rolled back
	 */
	boolean save(Search search) {
		int saved = this.sql.here("""
				UPDATE search
				SET revision = revision + 1, status = :status, rung = :rung, result = :result, error = :error,
					started_at = :startedAt, paused_at = :pausedAt, paused_millis = :paused, finished_at = :finishedAt
				WHERE workspace = :workspace AND id = :id AND revision = :revision""")
			.param("status", search.status().name())
			.param("rung", search.rung())
			.param("result", search.result())
			.param("error", search.error())
			.param("startedAt", Columns.millis(search.startedAt()), Types.BIGINT)
			.param("pausedAt", Columns.millis(search.pausedAt()), Types.BIGINT)
			.param("paused", search.paused().toMillis())
			.param("finishedAt", Columns.millis(search.finishedAt()), Types.BIGINT)
			.param("id", search.id().value())
			.param("revision", search.revision())
			.update();
		search.trials().forEach((trial) -> save(search.id(), trial));
		return saved == 1;
	}

	private void save(SearchId search, SearchTrial trial) {
		this.sql.here("""
				UPDATE search_trial SET job_id = :job, rung = :rung, status = :status, loss = :loss
				WHERE workspace = :workspace AND search_id = :search AND number = :number""")
			.param("job", (trial.job() != null) ? trial.job().value() : null, Types.VARCHAR)
			.param("rung", trial.rung())
			.param("status", trial.status().name())
			.param("loss", trial.bestValidationLoss(), Types.DOUBLE)
			.param("search", search.value())
			.param("number", trial.number())
			.update();
	}

	/** Deletes a search, but none of its jobs. */
	void delete(SearchId id) {
		this.sql.here("DELETE FROM search WHERE workspace = :workspace AND id = ?").param(id.value()).update();
	}

	/**
	 * Deletes searches of all workspaces that have ended and of which there is no job any
	 * more.
	 * @return how many
	 */
	int deleteForgotten() {
		return this.sql.everywhere("""
				DELETE FROM search WHERE finished_at IS NOT NULL AND NOT EXISTS (
					SELECT 1 FROM training_job
					WHERE training_job.workspace = search.workspace AND search_id = search.id)""").update();
	}

	private Map<String, List<SearchTrial>> trials(List<String> searches) {
		Map<String, List<SearchTrial>> trials = new HashMap<>();
		this.sql.here("""
				SELECT search_trial.*, training_job.best_validation_loss, training_job.iteration,
					training_job.training_millis
				FROM search_trial
				LEFT JOIN training_job ON training_job.id = job_id AND training_job.workspace = :workspace
				WHERE search_trial.workspace = :workspace AND search_trial.search_id IN (:searches)
				ORDER BY search_trial.search_id, number""").param("searches", searches).query((row) -> {
			trials.computeIfAbsent(row.getString("search_id"), (id) -> new ArrayList<>()).add(trial(row));
		});
		return trials;
	}

	private SearchTrial trial(ResultSet row) throws SQLException {
		String job = row.getString("job_id");
		Double newest = Columns.number(row, "best_validation_loss");
		return new SearchTrial(row.getInt("number"), (job != null) ? new JobId(job) : null, row.getInt("rung"),
				StoredJson.constant(TrialStatus.class, row.getString("status")),
				this.json.read(row.getString("hyperparameters"), Hyperparameters.class),
				(newest != null) ? newest : Columns.number(row, "loss"), row.getLong("iteration"),
				row.getLong("training_millis"));
	}

	private Search search(ResultSet row, List<SearchTrial> trials) throws SQLException {
		return new Search(new SearchId(row.getString("id")), row.getString("model"),
				new CorpusId(row.getString("corpus_id")), row.getString("engine"), row.getString("key_id"),
				StoredJson.constant(SearchStatus.class, row.getString("status")), row.getLong("revision"),
				this.json.read(row.getString("request"), SearchRequest.class), row.getString("choice"),
				row.getInt("rung"), row.getString("result"), row.getString("error"),
				Instant.ofEpochMilli(row.getLong("created_at")), Columns.time(row, "started_at"),
				Columns.time(row, "paused_at"), Duration.ofMillis(row.getLong("paused_millis")),
				Columns.time(row, "finished_at"), trials);
	}

}
