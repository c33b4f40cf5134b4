package io.charrnn.training.run;

import io.charrnn.training.Progress;

/** The journal of one run: writes under its lease, again and again if need be. */
final class LeasedJournal implements RunJournal {

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
	public void write(Entry entry) {
		this.retry.run(() -> this.journal.write(this.lease, entry));
		TrainingMeters.reported(entry.progress());
	}

	@Override
	public void end(Ending ending) {
		this.retry.insist(() -> this.journal.end(this.lease, ending));
	}

}
