package io.charrnn.inference.serving;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.charrnn.model.step.StepBatch;

/**
 * Readings of one model in as many batches as they need, which step in turn. Used by one
 * step thread.
 */
final class Batches {

	private final Supplier<Lanes> more;

	private final List<Lanes> batches = new ArrayList<>();

	private int turn;

	/**
	 * Begins without readings.
	 * @param more makes a batch
	 */
	Batches(Supplier<Lanes> more) {
		this.more = more;
	}

	int size() {
		int size = 0;
		for (Lanes batch : this.batches) {
			size += batch.size();
		}
		return size;
	}

	/**
	 * Adds a reading. If there is no memory for one more batch, the reading fails.
	 * @return whether it was added
	 */
	boolean add(Reading reading) {
		try {
			batchWithRoom().add(reading);
			return true;
		}
		catch (RuntimeException | Error ex) {
			reading.fail(ex);
			return false;
		}
	}

	private Lanes batchWithRoom() {
		for (Lanes batch : this.batches) {
			if (!batch.isFull()) {
				return batch;
			}
		}
		Lanes batch = this.more.get();
		this.batches.add(batch);
		return batch;
	}

	/** Takes a reading out. */
	Reading remove() {
		Lanes batch = this.batches.get(this.batches.size() - 1);
		Reading reading = batch.removeLast();
		dropIfEmpty(batch);
		return reading;
	}

	/**
	 * Lets one batch step.
	 * @param most characters of each reading at most
	 * @return how many readings have left
	 */
	int step(int most) {
		compact();
		this.turn = (this.turn + 1) % this.batches.size();
		Lanes batch = this.batches.get(this.turn);
		int left;
		try {
			ServingMeters.stepped(batch.size());
			left = batch.step(most);
		}
		catch (RuntimeException | Error ex) {
			left = batch.fail(ex);
		}
		dropIfEmpty(batch);
		return left;
	}

	/**
	 * A batch of few takes as long as one of more: what is left of the smallest goes to
	 * the others as soon as they have room for it, and some to spare.
	 */
	private void compact() {
		int fewer = this.batches.size() - 1;
		if (fewer > 0 && size() <= fewer * StepBatch.CAPACITY / 4 * 3) {
			Lanes smallest = Collections.min(this.batches, Comparator.comparingInt(Lanes::size));
			this.batches.remove(smallest);
			while (smallest.size() > 0) {
				batchWithRoom().add(smallest.removeLast());
			}
			smallest.close();
		}
	}

	/** Whether all readings were asked about in their last step. */
	boolean haveAsked() {
		for (Lanes batch : this.batches) {
			if (!batch.haveAsked()) {
				return false;
			}
		}
		return true;
	}

	/** Takes out those that were asked about in their last step. */
	void takeThatAsked(Consumer<Reading> to) {
		for (int index = this.batches.size() - 1; index >= 0; index--) {
			Lanes batch = this.batches.get(index);
			batch.takeThatAsked(to);
			dropIfEmpty(batch);
		}
	}

	/** The last batch is kept for those that come next. */
	private void dropIfEmpty(Lanes batch) {
		if (batch.size() == 0 && this.batches.size() > 1) {
			this.batches.remove(batch);
			batch.close();
		}
	}

	/** Lets all readings fail; nothing here is used again. */
	void abandon(Throwable failure) {
		this.batches.forEach((batch) -> batch.abandon(failure));
	}

	/** Gives the memory back. */
	void close() {
		this.batches.forEach(Lanes::close);
	}

}
