package io.charrnn.model.step;

import io.charrnn.model.product.RowMatrix;
import org.jspecify.annotations.Nullable;

/**
 * The upper half of the columns of a layer's sums, of one row: another thread may compute
 * it, in memory of its own. A column's bits do not depend on who computes it.
 */
final class SharedColumns implements Runnable {

	/**
	 * Of fewer columns there is little to gain, and more to lose where the other core is
	 * not as idle as it seems.
	 */
	private static final int LEAST_COLUMNS = 1024;

	private final Stepper stepper;

	/** {@code [layers x stateVectors][rows x H]}: of the batch. */
	private final float[][] vectors;

	private final Partner partner;

	/** The other thread's. */
	private final Stepper.Scratch scratch;

	/** {@code gates x H}. */
	private final int columns;

	private int layer;

	private int offset;

	private int character;

	/** Has the input's sums, where they are there already. */
	private Stepper.@Nullable Scratch begun;

	private SharedColumns(Stepper stepper, float[][] vectors, Partner partner, int columns) {
		this.stepper = stepper;
		this.vectors = vectors;
		this.partner = partner;
		this.scratch = stepper.scratch();
		this.columns = columns;
	}

	/** None where there is nothing to gain, or where the library computes. */
	static @Nullable SharedColumns of(Stepper stepper, float[][] vectors, Partner partner) {
		int columns = stepper.architecture().cell().gates() * stepper.architecture().hiddenSize();
		return (stepper.isPlainJava() && columns >= LEAST_COLUMNS)
				? new SharedColumns(stepper, vectors, partner, columns) : null;
	}

	/** The first column. */
	int first() {
		return this.columns / 2 / RowMatrix.PANEL * RowMatrix.PANEL;
	}

	/** Asks the other thread to compute the columns, if it is there. */
	boolean ask(int layer, int offset, int character) {
		return ask(layer, offset, character, null);
	}

	/**
	 * Asks the other thread to add the recurrent product, in these columns, to sums that
	 * were begun.
	 */
	boolean askForRecurrent(int layer, int offset, Stepper.Scratch begun) {
		return ask(layer, offset, 0, begun);
	}

	private boolean ask(int layer, int offset, int character, Stepper.@Nullable Scratch begun) {
		this.layer = layer;
		this.offset = offset;
		this.character = character;
		this.begun = begun;
		return this.partner.ask(this);
	}

	/**
	 * Waits for the columns, and copies them.
	 * @return whether they came
	 */
	boolean take(Stepper.Scratch to) {
		if (!this.partner.await()) {
			return false;
		}
		copy(this.scratch.tile().gates(), to.tile().gates());
		if (this.scratch.tile().recurrentSums() != this.scratch.tile().gates()) {
			copy(this.scratch.tile().recurrent(), to.tile().recurrent());
		}
		return true;
	}

	private void copy(float[] from, float[] to) {
		System.arraycopy(from, first(), to, first(), this.columns - first());
	}

	@Override
	public void run() {
		Stepper.Scratch sums = this.begun;
		if (sums != null) {
			copy(sums.tile().gates(), this.scratch.tile().gates());
			this.stepper.addRecurrent(this.layer, this.vectors, this.offset, this.scratch, first(), this.columns);
			return;
		}
		this.stepper.sum(this.layer, this.vectors, this.offset, this.character, this.scratch, first(), this.columns);
	}

}
