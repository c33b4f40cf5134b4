package io.charrnn.training.run;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

import io.charrnn.cluster.ClusterStatus;
import io.charrnn.training.Progress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** The journal of one run: writes under its lease, again and again if need be. */
final class LeasedJournal implements RunJournal {

	private static final Logger logger = LoggerFactory.getLogger(LeasedJournal.class);

	private final Journal journal;

	private final Lease lease;

	private final DatabaseRetry retry;

	LeasedJournal(Journal journal, Lease lease, DatabaseRetry retry) {
		this.journal = journal;
		this.lease = lease;
		this.retry = retry;
	}

	@Override
	public void rewind(Progress progress) {
		this.retry.run(() -> this.journal.rewind(this.lease, progress));
	}

	@Override
	public boolean write(Entry entry, Aside aside, BooleanSupplier goOn) {
		AtomicBoolean written = new AtomicBoolean();
		this.retry.run(() -> written.set(attempt(entry, aside, goOn)));
		if (written.get()) {
			TrainingMeters.reported(entry.progress());
		}
		return written.get();
	}

	/** With all of it, as the bytes are not kept for ever if nothing comes of them. */
	private boolean attempt(Entry entry, Aside aside, BooleanSupplier goOn) {
		NewCheckpoint checkpoint = entry.checkpoint();
		Optional<CheckpointContent> content = (checkpoint != null)
				? aside.call(() -> this.journal.store(checkpoint), goOn) : Optional.empty();
		boolean complete = checkpoint == null || content.isPresent();
		if (complete) {
			this.journal.write(this.lease, entry, content.orElse(null));
		}
		return complete;
	}

	@Override
	public void cluster(ClusterStatus status) {
		try {
			this.journal.cluster(this.lease, status);
		}
		catch (DataAccessException | TransactionException ex) {
			logger.debug("the state of the cluster cannot be stored now; training continues", ex);
		}
	}

	@Override
	public void end(Ending ending) {
		this.retry.insist(() -> this.journal.end(this.lease, ending));
	}

}
