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

	/** {@code [row][CAPACITY]}: what each reading reads next. */
	private final int[] next = new int[StepBatch.CAPACITY * StepBatch.CAPACITY];

	/** {@code [step][row]}: the same. */
	private final int[] characters = new int[StepBatch.CAPACITY];

	private boolean packed;

	/**
	 * Begins without readings.
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
	 * Lets every reading go on: by one character, or by several if all know theirs.
	 * @param most characters of each at most
	 * @return how many readings have left
	 */
	int step(int most) {
		usePackedWeights();
		int before = size();
		dropCancelled();
		ask();
		int steps = steps(most);
		choose(steps);
		if (size() > 0) {
			read(steps);
		}
		return before - size();
	}

	/** Without the library there is nothing to gain by more than one. */
	private int steps(int most) {
		int known = (this.packed && size() > 0) ? most : 1;
		for (int row = 0; row < size(); row++) {
			known = Math.min(known, known(row));
		}
		return (known > 1) ? Math.min(known, this.batch.mostAtOnce()) : 1;
	}

	private int known(int row) {
		return (reading(row).script() instanceof KnownText text) ? text.known() : 0;
	}

	private void read(int steps) {
		int size = size();
		for (int index = 0; index < steps * size; index++) {
			this.characters[index] = this.next[index % size * StepBatch.CAPACITY + index / size];
		}
		for (int row = 0; row < size; row++) {
			reading(row).count(steps);
		}
		if (steps == 1) {
			this.batch.step(this.characters);
			return;
		}
		boolean listens = false;
		for (int row = 0; row < size; row++) {
			listens |= text(row).listens();
		}
		this.batch.read(this.characters, steps, listens);
		for (int row = size - 1; row >= 0; row--) {
			if (text(row).listens()) {
				tell(row, size, steps);
			}
		}
	}

	private void tell(int row, int size, int steps) {
		Reading reading = reading(row);
		try {
			for (int step = 0; step < steps; step++) {
				text(row).said(this.batch.logits(step * size + row));
			}
		}
		catch (RuntimeException | Error ex) {
			reading.request().fail(ex);
			leave(row, reading, false);
		}
	}

	private KnownText text(int row) {
		return (KnownText) reading(row).script();
	}

	/** Whether all readings were asked what comes next in the last step. */
	boolean haveAsked() {
		for (int row = 0; row < size(); row++) {
			if (!this.asks[row]) {
				return false;
			}
		}
		return true;
	}

	/** Takes out those that were asked what comes next in the last step. */
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
	private void choose(int steps) {
		for (int row = size() - 1; row >= 0; row--) {
			Reading reading = reading(row);
			boolean asked = this.asks[row] && known(row) == 0;
			int character = choose(row, reading, steps);
			if (character < 0) {
				leave(row, reading, character == Script.PAUSE);
			}
			if (asked) {
				reading.request().hasNews();
			}
		}
	}

	/** What the reading reads next, of several the first. */
	private int choose(int row, Reading reading, int steps) {
		int from = row * StepBatch.CAPACITY;
		try {
			if (reading.script() instanceof KnownText text && text.known() > 0) {
				take(row, text, from, steps);
			}
			else {
				this.next[from] = reading.script().next(this.asks[row] ? this.batch.logits(row) : NOT_ASKED);
				keep(row, reading.script().keeps());
			}
			return (this.next[from] < 0) ? this.next[from]
					: Objects.checkIndex(this.next[from], this.stepper.architecture().alphabetSize());
		}
		catch (RuntimeException | Error ex) {
			reading.request().fail(ex);
			return Script.END;
		}
	}

	private void keep(int row, @Nullable HiddenState kept) {
		if (kept != null) {
			this.batch.copy(row, kept);
		}
	}

	private void take(int row, KnownText text, int from, int steps) {
		if (this.asks[row]) {
			this.asks[row] = false;
			text.said(this.batch.logits(row));
		}
		text.take(this.next, from, steps);
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
		System.arraycopy(this.next, size() * StepBatch.CAPACITY, this.next, row * StepBatch.CAPACITY,
				StepBatch.CAPACITY);
		this.asks[row] = this.asks[size()];
	}

	private Reading reading(int row) {
		return Objects.requireNonNull(this.readings[row]);
	}

}
