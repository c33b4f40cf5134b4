package io.charrnn.inference.serving;

import java.util.ArrayList;
import java.util.List;

import io.charrnn.model.kernel.Stepper;

/** All readings of one model in one step thread, in batches that step in turn. */
final class ModelLanes {

	private final Stepper stepper;

	private final Runnable threadPreparation;

	private final List<Lanes> batches = new ArrayList<>();

	private int turn;

	/** Time that the model has used, counted from that of the others when it came. */
	private long nanoseconds;

	ModelLanes(Stepper stepper, Runnable threadPreparation, long nanoseconds) {
		this.stepper = stepper;
		this.threadPreparation = threadPreparation;
		this.nanoseconds = nanoseconds;
	}

	Stepper stepper() {
		return this.stepper;
	}

	long nanoseconds() {
		return this.nanoseconds;
	}

	boolean isEmpty() {
		return this.batches.isEmpty();
	}

	int size() {
		int size = 0;
		for (Lanes batch : this.batches) {
			size += batch.size();
		}
		return size;
	}

	void add(Reading reading) {
		for (Lanes batch : this.batches) {
			if (!batch.isFull()) {
				batch.add(reading);
				return;
			}
		}
		Lanes batch = new Lanes(this.stepper, this.threadPreparation);
		batch.add(reading);
		this.batches.add(batch);
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
	 * @return how many readings have left
	 */
	int step() {
		long begun = System.nanoTime();
		this.turn = (this.turn + 1) % this.batches.size();
		Lanes batch = this.batches.get(this.turn);
		ServingMeters.stepped(batch.size());
		int left;
		try {
			left = batch.step();
		}
		catch (RuntimeException | Error ex) {
			left = batch.fail(ex);
		}
		dropIfEmpty(batch);
		this.nanoseconds += System.nanoTime() - begun;
		return left;
	}

	private void dropIfEmpty(Lanes batch) {
		if (batch.size() == 0) {
			this.batches.remove(batch);
			batch.close();
		}
	}

}
