package io.charrnn.model.step;

import java.util.Arrays;

import io.charrnn.model.Architecture;
import io.charrnn.model.HiddenState;
import org.jspecify.annotations.Nullable;

/**
 * Texts that one model reads in parallel, one character of each per step. Texts may join
 * and leave between any two steps. Every text gets the same bits as alone. Used by one
 * thread at a time.
 */
public final class StepBatch implements AutoCloseable {

	/** Most texts. */
	public static final int CAPACITY = 64;

	private final Stepper stepper;

	private final Stepper.Scratch scratch;

	private final int hiddenSize;

	/**
	 * {@code [layers x stateVectors][CAPACITY x H]}: the states of the texts, row by row.
	 */
	private final float[][] vectors;

	/** {@code [CAPACITY][V]}. */
	private final float[][] logits;

	private int size;

	private boolean usesPackedWeights;

	private @Nullable BatchProducts products;

	private @Nullable Partner partner;

	private @Nullable SharedColumns shared;

	/** Made when another thread first comes. */
	private @Nullable LayerPipeline pipeline;

	StepBatch(Stepper stepper) {
		this.stepper = stepper;
		this.scratch = stepper.scratch();
		Architecture architecture = stepper.architecture();
		this.hiddenSize = architecture.hiddenSize();
		int stateVectors = architecture.layers() * architecture.cell().stateVectors();
		this.vectors = new float[stateVectors][CAPACITY * this.hiddenSize];
		this.logits = new float[CAPACITY][architecture.alphabetSize()];
		begin();
	}

	private void begin() {
		this.usesPackedWeights = false;
		if (!this.stepper.isPlainJava()) {
			usePackedWeights();
		}
	}

	/**
	 * Lets the library compute from now on, if the weights are packed. The thread's
	 * OpenMP threads must be set to one. Where only the library computes, it does from
	 * the beginning.
	 */
	public void usePackedWeights() {
		PackedWeights.Matrices matrices = this.stepper.packed().matrices();
		if (this.products == null && matrices != null) {
			this.products = this.stepper.products(matrices);
		}
		this.usesPackedWeights = this.products != null;
	}

	/**
	 * Lets another thread, if there is one, compute a part of the sums of rows that plain
	 * Java computes, or the upper layers of known characters.
	 * @param partner where the other thread is; its OpenMP threads must be set to one
	 */
	public void shareWith(Partner partner) {
		this.partner = partner;
		this.pipeline = null;
		this.shared = SharedColumns.of(this.stepper, this.vectors, partner);
	}

	/** Texts that are there. */
	public int size() {
		return this.size;
	}

	/**
	 * Lets a text join, as the last row.
	 * @param state of the text so far; copied
	 */
	public void add(HiddenState state) {
		if (this.size == CAPACITY) {
			throw new IllegalStateException("the batch is full");
		}
		for (int vector = 0; vector < this.vectors.length; vector++) {
			System.arraycopy(state.vectors()[vector], 0, this.vectors[vector], this.size * this.hiddenSize,
					this.hiddenSize);
		}
		this.size++;
		changed();
	}

	/** Copies the state of a text. */
	public void copy(int row, HiddenState state) {
		for (int vector = 0; vector < this.vectors.length; vector++) {
			System.arraycopy(this.vectors[vector], row * this.hiddenSize, state.vectors()[vector], 0, this.hiddenSize);
		}
	}

	/** Lets a text begin anew, from the zero state. */
	void clear(int row) {
		for (float[] vector : this.vectors) {
			Arrays.fill(vector, row * this.hiddenSize, (row + 1) * this.hiddenSize, 0);
		}
		changed();
	}

	/** Lets a text leave; the last one gets its row. */
	public void remove(int row) {
		this.size--;
		for (float[] vector : this.vectors) {
			System.arraycopy(vector, this.size * this.hiddenSize, vector, row * this.hiddenSize, this.hiddenSize);
		}
		changed();
	}

	/**
	 * Reads a character of each text.
	 * @param characters {@code [at least size]}: their indices in the alphabet
	 */
	public void step(int[] characters) {
		BatchProducts together = together(this.size);
		if (together != null) {
			together.read(this.vectors, this.size, characters, 1);
			return;
		}
		for (int row = 0; row < this.size; row++) {
			this.stepper.step(this.vectors, row * this.hiddenSize, characters[row], this.scratch, this.shared);
		}
		changed();
	}

	/** The most characters of each text that can be read at once. */
	public int mostAtOnce() {
		return (this.size == 1) ? CAPACITY : CAPACITY / PackedProduct.computed(this.size);
	}

	/**
	 * Reads characters of each text that are known beforehand, which is faster than one
	 * by one.
	 * @param characters {@code [steps][size]}: their indices in the alphabet
	 * @param steps up to {@link #mostAtOnce}
	 * @param asks whether {@link #logits} of a character's index is to become what the
	 * model says after it
	 */
	public void read(int[] characters, int steps, boolean asks) {
		BatchProducts together = together(steps * this.size);
		if (together == null) {
			readApart(characters, steps, asks);
			changed();
			return;
		}
		if (this.size == 1) {
			readAlone(together, characters, steps);
			changed();
		}
		else {
			together.read(this.vectors, this.size, characters, steps);
		}
		if (asks) {
			together.readLogits(this.size, steps, this.logits);
		}
	}

	/**
	 * By layers or by columns: whatever the other thread, if there is one, can take over.
	 */
	private void readAlone(BatchProducts products, int[] characters, int steps) {
		LayerPipeline layers = pipeline(products, steps);
		if (layers != null) {
			layers.read(this.vectors, characters, steps, this.scratch);
		}
		else {
			products.read(products.layers(), this.vectors, new BatchProducts.Block(characters, 0, steps), this.scratch,
					this.shared);
		}
	}

	private @Nullable LayerPipeline pipeline(BatchProducts products, int steps) {
		Partner other = this.partner;
		PackedWeights.Matrices matrices = this.stepper.packed().matrices();
		if (other == null || matrices == null || !LayerPipeline.suits(this.stepper)
				|| !other.expects(LayerPipeline.parts(this.stepper.architecture(), steps))) {
			return null;
		}
		if (this.pipeline == null) {
			this.pipeline = new LayerPipeline(this.stepper, products, matrices, other);
		}
		return this.pipeline;
	}

	private void readApart(int[] characters, int steps, boolean asks) {
		for (int index = 0; index < steps * this.size; index++) {
			int offset = index % this.size * this.hiddenSize;
			this.stepper.step(this.vectors, offset, characters[index], this.scratch, this.shared);
			if (asks) {
				this.stepper.logits(this.vectors, offset, this.logits[index], this.scratch);
			}
		}
	}

	/**
	 * Computes what the model says about the next characters of some texts, for
	 * {@link #logits(int)}.
	 * @param rows {@code [at least count]}: the texts' rows, in ascending order
	 * @param count how many
	 */
	public void ask(int[] rows, int count) {
		BatchProducts together = together(count);
		if (together != null) {
			together.logits(this.vectors, this.size, rows, count, this.logits);
			return;
		}
		for (int index = 0; index < count; index++) {
			int row = rows[index];
			this.stepper.logits(this.vectors, row * this.hiddenSize, this.logits[row], this.scratch);
		}
	}

	/**
	 * What the model says about the next character of a text that was requested.
	 * @param row of the text
	 * @return {@code [V]}: unnormalized log-probabilities, valid until the next step
	 */
	public float[] logits(int row) {
		return this.logits[row];
	}

	/** One row alone is as fast without the library, if it has the same bits. */
	private @Nullable BatchProducts together(int rows) {
		return (this.usesPackedWeights && (rows > 1 || !this.stepper.isPlainJava())) ? this.products : null;
	}

	private void changed() {
		if (this.products != null) {
			this.products.stateChanged();
		}
	}

	/** Gives the memory back, for another thread to use. */
	@Override
	public void close() {
		this.size = 0;
		this.partner = null;
		this.shared = null;
		this.pipeline = null;
		begin();
		changed();
		this.stepper.release(this);
	}

}
