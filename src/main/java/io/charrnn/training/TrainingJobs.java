package io.charrnn.training;

import java.sql.Types;
import java.time.Clock;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.charrnn.api.Page;
import io.charrnn.api.Tags;
import io.charrnn.content.ReadableRows;
import io.charrnn.content.StoredJson;
import io.charrnn.corpus.CorpusId;
import io.charrnn.model.Hyperparameters;
import io.charrnn.problem.ConflictException;
import io.charrnn.problem.NotFoundException;
import io.charrnn.registry.ModelRenamed;
import io.charrnn.training.TrainingJobStatus.Event;
import io.charrnn.workspace.Workspace;
import io.charrnn.workspace.WorkspaceSql;
import io.charrnn.workspace.WorkspaceStatement;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * All training jobs. The writes of the worker that holds a job do not go through this
 * class.
 */
@Repository
public class TrainingJobs {

	private static final String UNFINISHED = "('QUEUED', 'RUNNING', 'PAUSED')";

	private static final String FINISHED = "workspace = :workspace AND id = ? AND status IN ('SUCCEEDED', 'FAILED', 'CANCELLED')";

	private final WorkspaceSql sql;

	private final StoredJson json;

	private final Clock clock;

	private final TrainingJobRow row;

	private final ApplicationEventPublisher events;

	private final ReadableRows rows = new ReadableRows("training job");

	TrainingJobs(WorkspaceSql sql, StoredJson json, Clock clock, ApplicationEventPublisher events) {
		this.events = events;
		this.sql = sql;
		this.json = json;
		this.clock = clock;
		this.row = new TrainingJobRow(json);
	}

	/**
	 * Stores a new job, whose first event is that it is queued.
	 * @param keyId of the key that asked for it, or null
	 */
	public void add(TrainingJob job, @Nullable String keyId) {
		this.sql
			.here("""
					INSERT INTO training_job (workspace, id, model, corpus_id, engine, initialize_from, hyperparameters, fitted,
						alphabet_size, status, lease_epoch, event, status_event, iteration, iterations, epoch, fraction,
						training_millis, created_at, changed_at, tags, last_rung, key_id, choice, search_id, cluster,
						validation_corpus_id)
					VALUES (:workspace, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, 0, ?, 0, 0, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
			.params(job.id().value(), job.model(), job.corpus().value(), job.engine())
			.param(job.initializeFrom())
			.params(this.json.write(job.hyperparameters()), this.json.write(job.fitted()), job.alphabetSize(),
					job.status().name(), job.event(), job.statusEvent(), job.progress().iterations(),
					job.createdAt().toEpochMilli(), job.createdAt().toEpochMilli(), Tags.stored(job.tags()),
					job.trial() != null && job.trial().last())
			.param(keyId)
			.param(job.choice())
			.param((job.trial() != null) ? job.trial().search().value() : null)
			.param((job.cluster() != null) ? this.json.write(job.cluster()) : null)
			.param((job.validationCorpus() != null) ? job.validationCorpus().value() : null)
			.update();
	}

	/**
	 * How many jobs wait, run or pause in all workspaces. The trials of a search count as
	 * one.
	 */
	public int countUnfinished() {
		return this.sql
			.everywhere(
					"SELECT count(DISTINCT COALESCE(search_id, id)) FROM training_job WHERE status IN " + UNFINISHED)
			.query(Integer.class)
			.single();
	}

	/** How many jobs of a key wait, run or pause, the trials of a search being one. */
	public int countUnfinished(String keyId) {
		return this.sql
			.here("SELECT count(DISTINCT COALESCE(search_id, id)) FROM training_job "
					+ "WHERE workspace = :workspace AND key_id = ? AND status IN " + UNFINISHED)
			.param(keyId)
			.query(Integer.class)
			.single();
	}

	/** How many jobs of all workspaces there are of each status that any has. */
	public Map<TrainingJobStatus, Long> countByStatus() {
		Map<String, TrainingJobStatus> known = Arrays.stream(TrainingJobStatus.values())
			.collect(Collectors.toMap(Enum::name, Function.identity()));
		Map<TrainingJobStatus, Long> counts = new EnumMap<>(TrainingJobStatus.class);
		this.sql.everywhere("SELECT status, count(*) FROM training_job WHERE workspace <> '' GROUP BY status")
			.query((row) -> {
				TrainingJobStatus status = known.get(row.getString(1));
				if (status != null) {
					counts.put(status, row.getLong(2));
				}
			});
		return counts;
	}

	/**
	 * Finds a job.
	 * @throws NotFoundException if there is none
	 */
	public TrainingJob find(JobId id) {
		return lookUp(id).orElseThrow(
				() -> new NotFoundException("training-job-not-found", "There is no training job %s.".formatted(id)));
	}

	/** The workspace of a job, for who works for it. */
	public Optional<Workspace> workspaceOf(JobId id) {
		return this.sql.everywhere("SELECT workspace FROM training_job WHERE id = ? AND workspace <> ''")
			.param(id.value())
			.query(String.class)
			.optional()
			.map(Workspace::new);
	}

	public Optional<TrainingJob> lookUp(JobId id) {
		return this.sql.here(TrainingJobRow.SELECT + "WHERE workspace = :workspace AND id = ?")
			.param(id.value())
			.query(this.row)
			.optional();
	}

	/** Lists jobs. */
	public Page<TrainingJob> list(JobFilter filter, JobOrder order, @Nullable String after, int limit) {
		JobCursor cursor = (after != null) ? JobCursor.parse(after, order) : JobCursor.BEFORE_ALL;
		Page<Placed> page = Page.of(after(cursor, filter, order, limit + 1), limit, (last) -> last.place().toString());
		return new Page<>(page.items().stream().map(Placed::job).toList(), page.next());
	}

	/**
	 * Lists jobs, the newest first.
	 * @param job only older ones than this, or null for all
	 */
	public List<TrainingJob> olderThan(@Nullable TrainingJob job, int limit) {
		return after((job != null) ? JobCursor.of(job) : JobCursor.BEFORE_ALL, JobFilter.NONE, JobOrder.NEWEST, limit)
			.stream()
			.map(Placed::job)
			.toList();
	}

	private List<Placed> after(JobCursor cursor, JobFilter filter, JobOrder order, int limit) {
		return this.rows.upTo(limit, cursor, (from, count) -> rows(from, filter, order, count));
	}

	private List<ReadableRows.Row<JobCursor, Placed>> rows(JobCursor cursor, JobFilter filter, JobOrder order,
			int limit) {
		String after = cursor.equals(JobCursor.BEFORE_ALL) ? "" : order.after();
		WorkspaceStatement statement = this.sql.here(TrainingJobRow.select(order.key() + " AS " + JobCursor.KEY)
				+ "WHERE " + filter.sql() + after + "workspace = :workspace" + order.orderBy() + " LIMIT :limit");
		return filter.bind(statement)
			.param("key", cursor.key(), order.type())
			.param("id", cursor.id())
			.param("limit", limit)
			.query((row, number) -> {
				JobCursor place = JobCursor.of(row, order);
				return new ReadableRows.Row<>(place,
						this.rows.read(this.row, row).map((job) -> new Placed(place, job)));
			})
			.list();
	}

	/**
	 * Gives a job other tags.
	 * @return whether there is such a job
	 */
	public boolean tag(JobId id, List<String> tags) {
		return this.sql.here("""
				UPDATE training_job SET tags = ?, event = event + 1, status_event = event + 1, changed_at = ?
				WHERE workspace = :workspace AND id = ?""")
			.params(Tags.stored(tags), this.clock.millis(), id.value())
			.update() == 1;
	}

	/** Tells, in the transaction of its end, that a job has ended. */
	public void ended(JobId id) {
		this.events.publishEvent(new JobEnded(id));
	}

	/**
	 * Jobs that changed at a time or later, those first that changed first.
	 * @param from milliseconds since 1970
	 */
	public List<ChangedJob> changedSince(long from, int limit) {
		return this.sql.here(TrainingJobRow.SELECT + """
				WHERE workspace = :workspace AND changed_at >= ? ORDER BY changed_at, id LIMIT ?""")
			.params(from, limit)
			.query((row,
					number) -> this.rows.read((changed, index) -> new ChangedJob(changed.getLong("changed_at"),
							Objects.requireNonNull(this.row.mapRow(changed, index))), row))
			.list()
			.stream()
			.flatMap(Optional::stream)
			.toList();
	}

	/**
	 * The newest jobs of an engine that have trained, not split over a cluster.
	 * @param engine its name
	 * @param most how many jobs at most
	 */
	public List<TrainingJob> trained(String engine, int most) {
		return this.sql.here(TrainingJobRow.SELECT + """
				WHERE workspace = :workspace AND engine = ? AND iteration > 0 AND training_millis > 0
					AND cluster IS NULL
				ORDER BY created_at DESC, id DESC LIMIT ?""")
			.params(engine, most)
			.query((row, number) -> this.rows.read(this.row, row))
			.list()
			.stream()
			.flatMap(Optional::stream)
			.toList();
	}

	/** Some unfinished job that learns from a corpus, or is validated on it. */
	public Optional<TrainingJob> unfinished(CorpusId corpus) {
		return this.sql.here(TrainingJobRow.SELECT + """
				WHERE workspace = :workspace AND status IN ('QUEUED', 'RUNNING', 'PAUSED')
					AND (corpus_id = :corpus OR validation_corpus_id = :corpus)
				ORDER BY created_at LIMIT 1""").param("corpus", corpus.value()).query(this.row).optional();
	}

	/**
	 * Changes the status of a job that no worker holds.
	 * @param job the job as it was read
	 * @param event what happens to it
	 * @return whether it still had the status that it was read with, and so was changed
	 */
	@Transactional
	public boolean change(TrainingJob job, Event event) {
		TrainingJobStatus next = job.status().next(event);
		boolean changed = this.sql.here("""
				UPDATE training_job
				SET status = :next, requested_status = NULL, event = event + 1, status_event = event + 1,
					changed_at = :now, finished_at = :finishedAt
				WHERE workspace = :workspace AND id = :id AND status = :status""")
			.param("next", next.name())
			.param("now", this.clock.millis())
			.param("finishedAt", next.finished() ? this.clock.millis() : null)
			.param("id", job.id().value())
			.param("status", job.status().name())
			.update() == 1;
		if (changed && next.finished()) {
			ended(job.id());
		}
		return changed;
	}

	/**
	 * Ends a job that no worker has by what it has learned, if its status is still that
	 * of {@code job}.
	 * @param result reference of the model version that it became
	 * @return whether it was
	 * @throws ConflictException if it cannot be finished in that status
	 */
	public boolean finish(TrainingJob job, String result) {
		return change(job, Event.FINISH)
				&& this.sql.here("UPDATE training_job SET result = ? WHERE workspace = :workspace AND id = ?")
					.params(result, job.id().value())
					.update() == 1;
	}

	/**
	 * Lets a job wait for a worker again that has ended, if its status is still that of
	 * {@code job}.
	 * @param hyperparameters its own with other limits
	 * @param progress how far it has come on the way to them
	 * @return whether it was
	 * @throws ConflictException if it has not ended
	 */
	public boolean extend(TrainingJob job, Hyperparameters hyperparameters, Progress progress) {
		return change(job, Event.EXTEND) && this.sql.here("""
				UPDATE training_job
				SET hyperparameters = ?, iteration = ?, iterations = ?, fraction = ?, error = NULL, deaths = 0
				WHERE workspace = :workspace AND id = ?""")
			.params(this.json.write(hyperparameters), progress.iteration(), progress.iterations(), progress.fraction(),
					job.id().value())
			.update() == 1;
	}

	/**
	 * Lets a trial wait for a worker again that has paused, if its status is still that
	 * of {@code job}.
	 * @param hyperparameters its own with other limits
	 * @param progress how far it has come on the way to them
	 * @param last whether it publishes its model when it reaches them
	 * @return whether it was
	 * @throws ConflictException if it has not paused
	 */
	public boolean goOn(TrainingJob job, Hyperparameters hyperparameters, Progress progress, boolean last) {
		return change(job, Event.RESUME) && this.sql.here("""
				UPDATE training_job
				SET hyperparameters = ?, iterations = ?, fraction = ?, last_rung = ?
				WHERE workspace = :workspace AND id = ?""")
			.params(this.json.write(hyperparameters), progress.iterations(), progress.fraction(), last,
					job.id().value())
			.update() == 1;
	}

	/** Lets a trial publish its model when it ends. */
	public void publishAtEnd(JobId id) {
		this.sql.here("UPDATE training_job SET last_rung = TRUE WHERE workspace = :workspace AND id = ?")
			.param(id.value())
			.update();
	}

	/** Gives a trial what n-grams reach, if another one of its search knows it. */
	public void shareLossExpectation(SearchId search, JobId id) {
		this.sql.here("""
				UPDATE training_job SET loss_expectation = (SELECT max(loss_expectation) FROM training_job
					WHERE workspace = :workspace AND search_id = ?)
				WHERE workspace = :workspace AND id = ?""").params(search.value(), id.value()).update();
	}

	/**
	 * Asks the worker of a running job to stop. A cancellation is not taken back.
	 * @param status what the job shall become
	 * @return whether the job is running and was not yet to be cancelled
	 */
	public boolean request(JobId id, TrainingJobStatus status) {
		return this.sql
			.here("""
					UPDATE training_job SET requested_status = ?
					WHERE workspace = :workspace AND id = ? AND status = 'RUNNING' AND COALESCE(requested_status, '') <> 'CANCELLED'""")
			.params(status.name(), id.value())
			.update() == 1;
	}

	/**
	 * Takes a job that has ended out of all workspaces, so that nobody sees it or what
	 * belongs to it any more; {@link RemovedJobs} deletes the rows. Its checkpoints must
	 * be deleted before.
	 * @return whether there was one
	 */
	public boolean removeFinished(JobId id) {
		return this.sql.here("UPDATE training_job SET workspace = '' WHERE " + FINISHED)
			.param(id.value())
			.update() == 1;
	}

	/**
	 * A job in a list.
	 *
	 * @param place where it is
	 */
	private record Placed(JobCursor place, TrainingJob job) {
	}

	/** Jobs follow models that are renamed. */
	@EventListener
	public void renamed(ModelRenamed event) {
		event.follow(this.sql, "training_job", "result", "initialize_from");
		this.sql.here("UPDATE training_job SET model = :to WHERE workspace = :workspace AND model = :from")
			.param("from", event.from())
			.param("to", event.to())
			.update();
	}

}
