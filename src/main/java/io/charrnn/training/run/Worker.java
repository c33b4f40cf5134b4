package io.charrnn.training.run;

import java.time.Duration;
import java.util.Optional;

import io.charrnn.process.DatabaseProblems;
import io.charrnn.training.JobId;
import io.charrnn.training.TrainingJob;
import io.charrnn.training.TrainingJobStatus;
import io.charrnn.training.TrainingJobStatus.Event;
import io.charrnn.training.TrainingJobs;
import io.charrnn.training.TrainingSettings;
import io.charrnn.training.Waiting;
import io.charrnn.workspace.CurrentWorkspace;
import io.charrnn.workspace.Workspace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Takes jobs and trains them, each from where it stands. */
@Component
class Worker {

	private static final Logger logger = LoggerFactory.getLogger(Worker.class);

	private static final Duration RETRY_PAUSE = Duration.ofMillis(250);

	private final Journal journal;

	private final TrainingJobs jobs;

	private final RunningJobs running;

	private final Replicas replicas;

	private final Ability ability;

	private final Room room;

	private final RunFactory runs;

	private final RunErrors errors;

	private final TrainingSettings settings;

	Worker(Journal journal, TrainingJobs jobs, RunningJobs running, Replicas replicas, Ability ability, Room room,
			RunFactory runs, RunErrors errors, TrainingSettings settings) {
		this.journal = journal;
		this.jobs = jobs;
		this.running = running;
		this.replicas = replicas;
		this.ability = ability;
		this.room = room;
		this.runs = runs;
		this.errors = errors;
		this.settings = settings;
	}

	/** Trains a job until it ends or is let go, if that can be done here and now. */
	Outcome work(JobId id) {
		return this.jobs.workspaceOf(id)
			.map((workspace) -> CurrentWorkspace.call(workspace, () -> workHere(id)))
			.orElse(Outcome.THROUGH);
	}

	private Outcome workHere(JobId id) {
		Optional<TrainingJob> found = this.running.stopping() ? Optional.empty() : this.jobs.lookUp(id);
		if (found.isEmpty()) {
			return Outcome.THROUGH;
		}
		TrainingJob job = found.get();
		if (deaths(job) >= this.settings.maxDeaths()) {
			this.journal.release(id, this::giveUp);
			return Outcome.THROUGH;
		}
		if (this.replicas.areThere()) {
			Optional<String> lacking = this.ability.lacks(job);
			if (lacking.isPresent()) {
				return refuse(job, lacking.get());
			}
		}
		Optional<Waiting> waiting = this.room.take(job);
		if (waiting.isPresent()) {
			return postpone(job, waiting.get());
		}
		try {
			return claim(id);
		}
		finally {
			this.room.leave(id);
		}
	}

	private Outcome postpone(TrainingJob job, Waiting waiting) {
		handBack(job);
		logger.info("{} waits: {}", job.id(), waiting.detail());
		this.journal.waits(job.id(), waiting);
		return Outcome.POSTPONED;
	}

	private Outcome refuse(TrainingJob job, String lacking) {
		handBack(job);
		logger.info("{} is left to other replicas: {}", job.id(), lacking);
		this.replicas.refuse(job.id(), new Waiting(Waiting.Reason.REPLICA, lacking));
		return Outcome.REFUSED;
	}

	/** A job whose worker died waits again, so that clients need none to change it. */
	private void handBack(TrainingJob job) {
		if (job.status() == TrainingJobStatus.RUNNING) {
			this.journal.release(job.id(), (claimed) -> Ending.by(Event.HAND_BACK));
		}
	}

	/** Deaths of a job's workers, with that of the last one, which nobody has counted. */
	private static int deaths(TrainingJob job) {
		return job.deaths() + ((job.status() == TrainingJobStatus.RUNNING) ? 1 : 0);
	}

	/** What was asked of a job whose workers died too often comes first. */
	private Ending giveUp(TrainingJob claimed) {
		TrainingJobStatus requested = claimed.requestedStatus();
		return (requested == TrainingJobStatus.PAUSED || requested == TrainingJobStatus.CANCELLED)
				? Ending.by(Event.HAND_BACK) : new Ending(Event.FAIL, this.errors.workerDied(claimed));
	}

	private Outcome claim(JobId id) {
		Optional<Lease> lease = this.journal.claim(id);
		if (lease.isEmpty()) {
			return Outcome.THROUGH;
		}
		Workspace workspace = CurrentWorkspace.get();
		RunControl control = new RunControl(
				() -> CurrentWorkspace.call(workspace, () -> this.journal.requested(lease.get())), System::nanoTime);
		this.running.add(id, control);
		try {
			return train(lease.get(), control);
		}
		catch (LostLeaseException ex) {
			logger.info("training stops: {}", ex.getMessage());
			return Outcome.LOST;
		}
		finally {
			this.running.remove(id, control);
		}
	}

	private Outcome train(Lease lease, RunControl control) {
		LeasedJournal leased = new LeasedJournal(this.journal, lease, new DatabaseRetry(control, RETRY_PAUSE));
		TrainingJob job = this.jobs.find(lease.job());
		if (lease.epoch() == 1 && job.startedAt() != null) {
			TrainingMeters.waited(Duration.between(job.createdAt(), job.startedAt()));
		}
		Signal signal = control.poll();
		if (signal != Signal.NONE) {
			// Its engine may never start.
			leased.end(signal.ending());
			return Outcome.THROUGH;
		}
		try {
			this.runs.run(job, control, leased);
		}
		catch (LostLeaseException ex) {
			throw ex;
		}
		catch (JobCancelledException ex) {
			leased.end(Ending.by(Event.CANCEL));
		}
		catch (DataAccessException | TransactionException ex) {
			if (DatabaseProblems.mayPass(ex)) {
				logger.warn("{} waits because the database does not respond", job.id(), ex);
				leased.end(Ending.by(Event.HAND_BACK));
				return Outcome.POSTPONED;
			}
			leased.end(new Ending(Event.FAIL, this.errors.describe(job, ex)));
		}
		catch (OutOfMemoryError | LinkageError ex) {
			return lackingAfterAll(job, leased, ex);
		}
		catch (RuntimeException | Error ex) {
			leased.end(new Ending(Event.FAIL, this.errors.describe(job, ex)));
		}
		return Outcome.THROUGH;
	}

	/**
	 * Another replica may have what this one turned out to lack; the last one gives up.
	 */
	private Outcome lackingAfterAll(TrainingJob job, LeasedJournal leased, Error failure) {
		if (!this.replicas.othersMayRun(job.id())) {
			leased.end(new Ending(Event.FAIL, this.errors.describe(job, failure)));
			return Outcome.THROUGH;
		}
		leased.end(Ending.by(Event.HAND_BACK));
		return refuse(this.jobs.find(job.id()), this.errors.lacking(job, failure));
	}

	/** What became of a job in a worker's hands. */
	enum Outcome {

		/** It has ended, was let go, or was nothing to work on. */
		THROUGH,

		/** It cannot continue now. */
		POSTPONED,

		/** It cannot be run here. */
		REFUSED,

		/** Another worker has it. */
		LOST

	}

}
