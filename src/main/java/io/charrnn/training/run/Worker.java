package io.charrnn.training.run;

import java.time.Duration;
import java.util.Optional;

import io.charrnn.process.DatabaseProblems;
import io.charrnn.training.JobId;
import io.charrnn.training.TrainingJob;
import io.charrnn.training.TrainingJobStatus;
import io.charrnn.training.TrainingJobStatus.Event;
import io.charrnn.training.TrainingJobs;
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

	private final Room room;

	private final RunFactory runs;

	private final RunErrors errors;

	Worker(Journal journal, TrainingJobs jobs, RunningJobs running, Room room, RunFactory runs, RunErrors errors) {
		this.journal = journal;
		this.jobs = jobs;
		this.running = running;
		this.room = room;
		this.runs = runs;
		this.errors = errors;
	}

	/** Trains a job until it ends or is let go, if there is room for it. */
	Outcome work(JobId id) {
		Optional<TrainingJob> job = this.running.stopping() ? Optional.empty() : this.jobs.lookUp(id);
		if (job.isEmpty()) {
			return Outcome.THROUGH;
		}
		Optional<MemoryNeed> need = this.room.take(job.get());
		if (need.isEmpty()) {
			return postpone(job.get());
		}
		try {
			return claim(id);
		}
		finally {
			this.room.leave(need.get());
		}
	}

	/** A job whose worker died waits again, so that clients need none to change it. */
	private Outcome postpone(TrainingJob job) {
		logger.info("{} waits for memory that other jobs take, or for a replica with more", job.id());
		if (job.status() == TrainingJobStatus.RUNNING) {
			this.journal.claim(job.id()).ifPresent((lease) -> this.journal.end(lease, Ending.by(Event.HAND_BACK)));
		}
		return Outcome.POSTPONED;
	}

	private Outcome claim(JobId id) {
		Optional<Lease> lease = this.journal.claim(id);
		if (lease.isEmpty()) {
			return Outcome.THROUGH;
		}
		RunControl control = new RunControl(() -> this.journal.requested(lease.get()), System::nanoTime);
		this.running.add(id, control);
		try {
			train(lease.get(), control);
			return Outcome.THROUGH;
		}
		catch (LostLeaseException ex) {
			logger.info("training stops: {}", ex.getMessage());
			return Outcome.LOST;
		}
		finally {
			this.running.remove(id, control);
		}
	}

	private void train(Lease lease, RunControl control) {
		LeasedJournal leased = new LeasedJournal(this.journal, lease, new DatabaseRetry(control, RETRY_PAUSE));
		TrainingJob job = this.jobs.find(lease.job());
		if (lease.epoch() == 1 && job.startedAt() != null) {
			TrainingMeters.waited(Duration.between(job.createdAt(), job.startedAt()));
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
				throw ex;
			}
			leased.end(new Ending(Event.FAIL, this.errors.describe(job, ex)));
		}
		catch (RuntimeException | Error ex) {
			leased.end(new Ending(Event.FAIL, this.errors.describe(job, ex)));
		}
	}

	/** What became of a job in a worker's hands. */
	enum Outcome {

		/** It has ended, was let go, or was nothing to work on. */
		THROUGH,

		/** There is no room for it now. */
		POSTPONED,

		/** Another worker has it. */
		LOST

	}

}
