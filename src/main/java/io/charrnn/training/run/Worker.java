package io.charrnn.training.run;

import java.time.Duration;
import java.util.Optional;

import io.charrnn.training.JobId;
import io.charrnn.training.TrainingJob;
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

	private final RunFactory runs;

	private final RunErrors errors;

	Worker(Journal journal, TrainingJobs jobs, RunningJobs running, RunFactory runs, RunErrors errors) {
		this.journal = journal;
		this.jobs = jobs;
		this.running = running;
		this.runs = runs;
		this.errors = errors;
	}

	/**
	 * Trains a job until it ends or is let go.
	 * @return false if another worker has it now
	 */
	boolean work(JobId id) {
		Optional<Lease> lease = this.running.stopping() ? Optional.empty() : this.journal.claim(id);
		if (lease.isEmpty()) {
			return true;
		}
		RunControl control = new RunControl(() -> this.journal.requested(lease.get()), System::nanoTime);
		this.running.add(id, control);
		try {
			train(lease.get(), control);
			return true;
		}
		catch (LostLeaseException ex) {
			logger.info("training stops: {}", ex.getMessage());
			return false;
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
			if (!DatabaseRetry.isMistake(ex)) {
				throw ex;
			}
			leased.end(new Ending(Event.FAIL, this.errors.describe(job, ex)));
		}
		catch (RuntimeException | Error ex) {
			leased.end(new Ending(Event.FAIL, this.errors.describe(job, ex)));
		}
	}

}
