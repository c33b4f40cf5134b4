package io.charrnn.training.run;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

import io.charrnn.cluster.ClusterStatus;
import io.charrnn.content.ContentStore;
import io.charrnn.content.StoredJson;
import io.charrnn.training.Checkpoint;
import io.charrnn.training.CheckpointId;
import io.charrnn.training.Checkpoints;
import io.charrnn.training.JobId;
import io.charrnn.training.Metric;
import io.charrnn.training.Metrics;
import io.charrnn.training.Progress;
import io.charrnn.training.TrainingSamples;
import io.charrnn.training.StoredCheckpoint;
import io.charrnn.training.TrainingJob;
import io.charrnn.training.TrainingJobStatus;
import io.charrnn.training.TrainingJobStatus.Event;
import io.charrnn.training.TrainingJobs;
import io.charrnn.training.TrainingSettings;
import io.charrnn.training.Waiting;
import org.jspecify.annotations.Nullable;

import io.charrnn.workspace.WorkspaceSql;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * All that workers write. Everything but the claim itself is fenced: it changes the job's
 * row first, and throws {@link LostLeaseException} if that is not the worker's any more.
 */
@Component
class Journal {

	private final WorkspaceSql sql;

	private final StoredJson json;

	private final Clock clock;

	private final TrainingJobs jobs;

	private final Metrics metrics;

	private final TrainingSamples samples;

	private final Checkpoints checkpoints;

	private final ContentStore content;

	private final Publication publication;

	private final TransactionTemplate transaction;

	private final TrainingSettings settings;

	Journal(WorkspaceSql sql, StoredJson json, Clock clock, TrainingJobs jobs, Metrics metrics, TrainingSamples samples,
			Checkpoints checkpoints, ContentStore content, Publication publication, TransactionTemplate transaction,
			TrainingSettings settings) {
		this.sql = sql;
		this.json = json;
		this.clock = clock;
		this.jobs = jobs;
		this.metrics = metrics;
		this.samples = samples;
		this.checkpoints = checkpoints;
		this.content = content;
		this.publication = publication;
		this.transaction = transaction;
		this.settings = settings;
	}

	/**
	 * Takes a job that waits or whose worker died; empty if there is no such. Workers let
	 * jobs go whatever happens, so that one that is still running had its process end.
	 */
	@Transactional
	public Optional<Lease> claim(JobId id) {
		return this.sql.here("""
				UPDATE training_job
				SET lease_epoch = lease_epoch + 1, status = 'RUNNING', event = event + 1, status_event = event + 1,
					changed_at = ?, deaths = deaths + CASE WHEN status = 'RUNNING' THEN 1 ELSE 0 END, waiting = NULL,
					started_at = COALESCE(started_at, ?), threads = COALESCE(threads, ?)
				WHERE workspace = :workspace AND id = ? AND status IN ('QUEUED', 'RUNNING')
				RETURNING lease_epoch""")
			.params(this.clock.millis(), this.clock.millis(), this.settings.threadsOfAJob(), id.value())
			.query(Long.class)
			.optional()
			.map((epoch) -> new Lease(id, epoch));
	}

	/**
	 * Lets a job go whose worker died, at once: whoever dies now did not train it.
	 * @param ending what becomes of it, by its row
	 */
	@Transactional
	public void release(JobId id, Function<TrainingJob, Ending> ending) {
		claim(id).ifPresent((lease) -> end(lease, ending.apply(this.jobs.find(id))));
	}

	/** Says in a queued job what it waits for, if that is news. */
	@Transactional
	public void waits(JobId id, Waiting waiting) {
		String written = this.json.write(waiting);
		this.sql
			.here("""
					UPDATE training_job SET waiting = :waiting, event = event + 1, status_event = event + 1, changed_at = :now
					WHERE workspace = :workspace AND id = :id AND status = 'QUEUED' AND COALESCE(waiting, '') <> :waiting""")
			.param("waiting", written)
			.param("now", this.clock.millis())
			.param("id", id.value())
			.update();
	}

	/** What the job was asked to become, or null. */
	public @Nullable TrainingJobStatus requested(Lease lease) {
		return this.sql.here("""
				SELECT COALESCE(requested_status, '') FROM training_job
				WHERE workspace = :workspace AND id = ? AND lease_epoch = ? AND status = 'RUNNING'""")
			.params(lease.job().value(), lease.epoch())
			.query(String.class)
			.optional()
			.map((name) -> name.isEmpty() ? Optional.<TrainingJobStatus>empty()
					: Optional.of(StoredJson.constant(TrainingJobStatus.class, name)))
			.orElseThrow(() -> new LostLeaseException(lease))
			.orElse(null);
	}

	/** Goes back to where the job's last checkpoint is, or to the beginning. */
	@Transactional
	public void rewind(Lease lease, Progress progress) {
		advance(lease, progress, 0);
		this.metrics.rewind(lease.job(), progress.iteration());
		this.samples.rewind(lease.job(), progress.iteration());
	}

	/**
	 * Writes everything or nothing.
	 * @param lease on the job
	 * @param checkpoint the bytes of its checkpoint, stored before, which belong to
	 * nobody until now; null if it has none
	 */
	void write(Lease lease, Entry entry, @Nullable CheckpointContent checkpoint) {
		this.transaction.executeWithoutResult((status) -> writeNow(lease, entry, checkpoint));
	}

	/**
	 * Stores the bytes of a checkpoint, outside of any transaction, unless the thread is
	 * interrupted.
	 */
	CheckpointContent store(NewCheckpoint checkpoint) {
		return new CheckpointContent(checkpoint, this.content.write(checkpoint.archive()),
				this.content.write(checkpoint.state()));
	}

	private void writeNow(Lease lease, Entry entry, @Nullable CheckpointContent checkpoint) {
		long event = advance(lease, entry.progress(), entry.events()) - entry.events();
		for (Metric metric : entry.metrics()) {
			this.metrics.add(lease.job(), ++event, metric);
		}
		if (entry.sample() != null) {
			this.samples.add(lease.job(), ++event, entry.sample());
		}
		if (entry.lossExpectation() != null) {
			this.sql.here("UPDATE training_job SET loss_expectation = ? WHERE workspace = :workspace AND id = ?")
				.params(this.json.write(entry.lossExpectation()), lease.job().value())
				.update();
		}
		if (checkpoint != null) {
			add(lease.job(), entry.progress().iteration(), ++event, checkpoint);
			this.sql.here("UPDATE training_job SET deaths = 0 WHERE workspace = :workspace AND id = ?")
				.param(lease.job().value())
				.update();
		}
		if (entry.ending() != null) {
			end(lease, ++event, entry.ending());
		}
	}

	/** Stores a job's newest checkpoint, in the caller's transaction. */
	void add(JobId job, long iteration, long event, CheckpointContent stored) {
		NewCheckpoint checkpoint = stored.checkpoint();
		this.content.share(stored.archiveSha256());
		this.content.share(stored.stateSha256());
		this.checkpoints.add(event,
				new StoredCheckpoint(job,
						new Checkpoint(CheckpointId.random(), iteration, checkpoint.trainingLoss(),
								checkpoint.validationLoss(), checkpoint.best(), true, Instant.now(this.clock)),
						stored.archiveSha256(), stored.stateSha256(), this.json.write(checkpoint.provenance())));
	}

	/** Says how a job's cluster is, which is no event. */
	@Transactional
	public void cluster(Lease lease, ClusterStatus status) {
		this.sql.here("""
				UPDATE training_job SET cluster_status = ?
				WHERE workspace = :workspace AND id = ? AND lease_epoch = ? AND status = 'RUNNING'""")
			.params(this.json.write(status), lease.job().value(), lease.epoch())
			.update();
	}

	/** Lets a job go without anything else. */
	@Transactional
	public void end(Lease lease, Ending ending) {
		long event = this.sql.here("""
				UPDATE training_job SET event = event + 1
				WHERE workspace = :workspace AND id = ? AND lease_epoch = ? AND status = 'RUNNING'
				RETURNING event""")
			.params(lease.job().value(), lease.epoch())
			.query(Long.class)
			.optional()
			.orElseThrow(() -> new LostLeaseException(lease));
		end(lease, event, ending);
	}

	private long advance(Lease lease, Progress progress, int events) {
		return this.sql.here("""
				UPDATE training_job
				SET event = event + :events, iteration = :iteration, iterations = :iterations, epoch = :epoch,
					fraction = :fraction, characters_per_second = :charactersPerSecond,
					training_millis = :trainingMillis, training_loss = :trainingLoss,
					validation_loss = :validationLoss, best_validation_loss = :bestValidationLoss
				WHERE workspace = :workspace AND id = :id AND lease_epoch = :lease AND status = 'RUNNING'
				RETURNING event""")
			.param("events", events)
			.param("iteration", progress.iteration())
			.param("iterations", progress.iterations())
			.param("epoch", progress.epoch())
			.param("fraction", progress.fraction())
			.param("charactersPerSecond", progress.charactersPerSecond())
			.param("trainingMillis", progress.trainingTime().toMillis())
			.param("trainingLoss", progress.trainingLoss())
			.param("validationLoss", progress.validationLoss())
			.param("bestValidationLoss", progress.bestValidationLoss())
			.param("id", lease.job().value())
			.param("lease", lease.epoch())
			.query(Long.class)
			.optional()
			.orElseThrow(() -> new LostLeaseException(lease));
	}

	private void end(Lease lease, long event, Ending wanted) {
		TrainingJob job = this.jobs.find(lease.job());
		Ending ending = ofTrial(job, wanted).afterRequest(job.requestedStatus());
		TrainingJobStatus next = job.status().next(ending.event());
		this.sql
			.here("""
					UPDATE training_job
					SET status = :status, requested_status = :requested, status_event = :event, result = :result, error = :error,
						finished_at = :finishedAt, changed_at = :now
					WHERE workspace = :workspace AND id = :id AND lease_epoch = :lease""")
			.param("status", next.name())
			.param("requested", stillRequested(job, next))
			.param("event", event)
			.param("result",
					(ending.event() == Event.SUCCEED) ? this.publication.publish(job).reference() : job.result())
			.param("error", ending.error())
			.param("finishedAt", next.finished() ? this.clock.millis() : null)
			.param("now", this.clock.millis())
			.param("id", lease.job().value())
			.param("lease", lease.epoch())
			.update();
		if (next.finished()) {
			this.jobs.ended(job.id());
		}
		if (job.trial() != null && !job.trial().last() && next.finished()) {
			this.checkpoints.deleteAll(job.id());
		}
	}

	/** A trial that reaches the limits of a rung pauses there, until its search knows. */
	private static Ending ofTrial(TrainingJob job, Ending wanted) {
		boolean goesOn = job.trial() != null && !job.trial().last() && wanted.event() == Event.SUCCEED;
		return goesOn ? Ending.by(Event.PAUSE) : wanted;
	}

	/** The next worker still finishes a job that nobody has finished. */
	private static @Nullable String stillRequested(TrainingJob job, TrainingJobStatus next) {
		boolean finishes = next == TrainingJobStatus.QUEUED && job.requestedStatus() == TrainingJobStatus.SUCCEEDED;
		return finishes ? TrainingJobStatus.SUCCEEDED.name() : null;
	}

}
