package io.charrnn.inference.serving;

import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.charrnn.model.step.Partner;
import io.charrnn.model.step.StepBatch;
import io.charrnn.model.step.Stepper;

/**
 * All readings of one model in one step thread. Those whose beginnings are still read,
 * such as prompts, step apart from those that have been asked about: as long as both are
 * there, each kind has half of the time, so that a text that is new does not wait for the
 * others at each character of its prompt.
 */
final class ModelLanes {

	/** Characters that are read at once while others wait. */
	private static final int SHORT = 16;

	private final Stepper stepper;

	private final LongSupplier nanoTime;

	private final Consumer<Reading> begun = this::join;

	private Batches beginnings;

	private Batches others;

	/** Readings of this step that failed between the two. */
	private int failed;

	/** Nanoseconds that beginnings may take before the others are next. */
	private long credit;

	/** Time that the model has used, counted from that of the others when it came. */
	private long nanoseconds;

	/**
	 * Begins without readings.
	 * @param threadPreparation is run before the library computes in this thread
	 * @param partner where another thread may help
	 * @param nanoTime a clock in nanoseconds
	 * @param nanoseconds time to begin with
	 */
	ModelLanes(Stepper stepper, Runnable threadPreparation, Partner partner, LongSupplier nanoTime, long nanoseconds) {
		this.stepper = stepper;
		this.nanoTime = nanoTime;
		this.nanoseconds = nanoseconds;
		this.beginnings = new Batches(() -> new Lanes(stepper, threadPreparation, partner));
		this.others = new Batches(() -> new Lanes(stepper, threadPreparation, partner));
	}

	Stepper stepper() {
		return this.stepper;
	}

	long nanoseconds() {
		return this.nanoseconds;
	}

	boolean isEmpty() {
		return size() == 0;
	}

	int size() {
		return this.beginnings.size() + this.others.size();
	}

	/**
	 * Adds a reading.
	 * @return whether there was memory for it; if not, it has failed
	 */
	boolean add(Reading reading) {
		return this.beginnings.add(reading);
	}

	private void join(Reading reading) {
		if (!this.others.add(reading)) {
			this.failed++;
		}
	}

	/** Takes a reading out. */
	Reading remove() {
		return (this.others.size() > 0) ? this.others.remove() : this.beginnings.remove();
	}

	/**
	 * Lets one batch step.
	 * @return how many readings have left
	 */
	int step() {
		long begun = this.nanoTime.getAsLong();
		this.failed = 0;
		boolean alone = this.others.size() == 0;
		boolean begins = alone || this.beginnings.size() > 0 && this.credit > 0;
		int left = (begins ? this.beginnings : this.others).step(alone ? StepBatch.CAPACITY : SHORT);
		if (begins) {
			part();
		}
		long took = this.nanoTime.getAsLong() - begun;
		this.credit = alone ? 0 : (begins ? this.credit - took : Math.min(this.credit + took, took));
		this.nanoseconds += took;
		return left + this.failed;
	}

	private void part() {
		if (this.others.size() == 0 && this.beginnings.haveAsked()) {
			Batches emptied = this.others;
			this.others = this.beginnings;
			this.beginnings = emptied;
		}
		else {
			this.beginnings.takeThatAsked(this.begun);
		}
	}

	/** Lets all readings fail; nothing here is used again. */
	void abandon(Throwable failure) {
		this.beginnings.abandon(failure);
		this.others.abandon(failure);
	}

	/** Gives the memory back. */
	void close() {
		this.beginnings.close();
		this.others.close();
	}

}
