package io.charrnn.inference.serving;

import java.util.Objects;
import java.util.function.Consumer;

import io.charrnn.model.HiddenState;
import io.charrnn.model.step.Partner;
import io.charrnn.model.step.StepBatch;
import io.charrnn.model.step.Stepper;
import org.jspecify.annotations.Nullable;

/** Readings of one model in one batch, a row each. Used by one step thread. */
final class Lanes {

	private static final float[] NOT_ASKED = new float[0];

	private final Stepper stepper;

	private final Runnable threadPreparation;

	private final StepBatch batch;

	private final @Nullable Reading[] readings = new Reading[StepBatch.CAPACITY];

	private final boolean[] asks = new boolean[StepBatch.CAPACITY];

	private final int[] asking = new int[StepBatch.CAPACITY];

	private final int[] characters = new int[StepBatch.CAPACITY];

	private boolean packed;

	/**
	 * Begins without readings.
	 * @param stepper the model
	 * @param threadPreparation is run before the library computes in this thread
	 * @param partner where another thread may help
	 */
	Lanes(Stepper stepper, Runnable threadPreparation, Partner partner) {
		this.stepper = stepper;
		this.threadPreparation = threadPreparation;
		this.batch = stepper.batch();
		this.batch.shareWith(partner);
	}

	int size() {
		return this.batch.size();
	}

	boolean isFull() {
		return size() == StepBatch.CAPACITY;
	}

	void add(Reading reading) {
		this.readings[size()] = reading;
		this.asks[size()] = false;
		this.batch.add(reading.state());
	}

	/** Takes the last reading out. */
	Reading removeLast() {
		int row = size() - 1;
		Reading reading = reading(row);
		this.batch.copy(row, reading.state());
		remove(row);
		return reading;
	}

	/**
	 * Lets every reading go on by one character.
	 * @return how many readings have left
	 */
	int step() {
		usePackedWeights();
		int before = size();
		dropCancelled();
		if (size() == 1 && this.packed && reading(0).script() instanceof KnownText text) {
			read(reading(0), text);
			return before - size();
		}
		ask();
		choose();
		if (size() > 0) {
			this.batch.step(this.characters);
		}
		return before - size();
	}

	private void read(Reading reading, KnownText text) {
		try {
			if (text.asks()) {
				this.asking[0] = 0;
				this.batch.ask(this.asking, 1);
				text.said(this.batch.logits(0));
			}
			int count = text.next(this.characters);
			if (count > 0) {
				this.batch.read(0, this.characters, count);
				for (int index = 0; index < count; index++) {
					text.said(index, this.batch.logits(index));
				}
				return;
			}
		}
		catch (RuntimeException | Error ex) {
			reading.request().fail(ex);
		}
		leave(0, reading, false);
	}

	/** Whether all readings were asked about in the last step. */
	boolean haveAsked() {
		for (int row = 0; row < size(); row++) {
			if (!this.asks[row]) {
				return false;
			}
		}
		return true;
	}

	/** Takes out those that were asked about in the last step. */
	void takeThatAsked(Consumer<Reading> to) {
		for (int row = size() - 1; row >= 0; row--) {
			if (this.asks[row]) {
				Reading reading = reading(row);
				this.batch.copy(row, reading.state());
				remove(row);
				to.accept(reading);
			}
		}
	}

	/** Lets all readings fail. */
	int fail(Throwable thrown) {
		int count = size();
		while (size() > 0) {
			Reading reading = reading(size() - 1);
			remove(size() - 1);
			reading.fail(thrown);
		}
		return count;
	}

	/**
	 * Lets all readings fail, whatever state the batch is in, which is not used again.
	 */
	void abandon(Throwable failure) {
		for (int row = 0; row < this.readings.length; row++) {
			Reading reading = this.readings[row];
			this.readings[row] = null;
			if (reading != null) {
				reading.fail(failure);
			}
		}
	}

	/** Gives the memory back. */
	void close() {
		this.batch.close();
	}

	private void usePackedWeights() {
		if (!this.packed && this.stepper.isPackedForBatches()) {
			this.threadPreparation.run();
			this.batch.usePackedWeights();
			this.packed = true;
		}
	}

	private void dropCancelled() {
		for (int row = size() - 1; row >= 0; row--) {
			Reading reading = reading(row);
			if (reading.request().cancelled()) {
				remove(row);
				reading.request().ended(reading);
			}
		}
	}

	private void ask() {
		int count = 0;
		for (int row = 0; row < size(); row++) {
			this.asks[row] = reading(row).script().asks();
			if (this.asks[row]) {
				this.asking[count++] = row;
			}
		}
		if (count > 0) {
			this.batch.ask(this.asking, count);
		}
	}

	/** From the last row on, as a row that is removed gets the last one's reading. */
	private void choose() {
		for (int row = size() - 1; row >= 0; row--) {
			Reading reading = reading(row);
			boolean asked = this.asks[row];
			int character = choose(row, reading);
			if (character >= 0) {
				this.characters[row] = character;
			}
			else {
				leave(row, reading, character == Script.PAUSE);
			}
			if (asked) {
				reading.request().hasNews();
			}
		}
	}

	private int choose(int row, Reading reading) {
		try {
			int next = reading.script().next(this.asks[row] ? this.batch.logits(row) : NOT_ASKED);
			return (next < 0) ? next : Objects.checkIndex(next, this.stepper.architecture().alphabetSize());
		}
		catch (RuntimeException | Error ex) {
			reading.request().fail(ex);
			return Script.END;
		}
	}

	private void leave(int row, Reading reading, boolean pauses) {
		HiddenState state = reading.state();
		this.batch.copy(row, state);
		remove(row);
		if (pauses) {
			reading.pause();
		}
		else {
			reading.request().ended(reading);
		}
	}

	private void remove(int row) {
		this.batch.remove(row);
		this.readings[row] = this.readings[size()];
		this.readings[size()] = null;
		this.characters[row] = this.characters[size()];
		this.asks[row] = this.asks[size()];
	}

	private Reading reading(int row) {
		return Objects.requireNonNull(this.readings[row]);
	}

}
