package io.charrnn.model.step;

import java.util.Locale;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.charrnn.model.Alphabet;
import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;
import io.charrnn.model.HiddenState;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.Precision;
import io.charrnn.model.product.MultiplyAdd;
import io.charrnn.model.product.NativeLibrary;
import io.charrnn.model.product.OneDnnProducts;
import io.charrnn.model.product.PlainProduct;
import io.charrnn.model.product.RowMatrix;
import org.jspecify.annotations.Nullable;

/**
 * Runs a language model over texts, character by character. Immutable: any number of
 * threads may step at once, each with a hidden state and a scratch of its own, and each
 * step gives the same bits whatever else runs, alone or in a {@link StepBatch}.
 */
public final class Stepper {

	private final Alphabet alphabet;

	private final StepWeights weights;

	private final PackedWeights packed;

	private final Precision precision;

	/** Batches that nobody uses. */
	private final Queue<StepBatch> batches = new ConcurrentLinkedQueue<>();

	/**
	 * Packs the weights of a model.
	 * @param model its parameters are copied
	 */
	public Stepper(LanguageModel model) {
		this(model, Precision.FLOAT32);
	}

	/**
	 * Packs the weights of a model.
	 * @param model its parameters are copied
	 * @param precision of the factors of products; if it is not float32, a library
	 * computes all of them, and every thread that steps must have set its OpenMP threads
	 * to one, this one too
	 * @throws UnsupportedOperationException if this processor does not have it
	 */
	public Stepper(LanguageModel model, Precision precision) {
		this.alphabet = model.alphabet();
		this.weights = StepWeights.of(model);
		this.packed = new PackedWeights(this.weights);
		this.precision = precision;
		if (!isPlainJava() && !(supports(precision) && this.packed.pack(NativeLibrary.products(precision), false))) {
			throw new UnsupportedOperationException("this processor has no products in " + precision);
		}
	}

	/** Whether models can be stepped in a precision here. */
	public static boolean supports(Precision precision) {
		return NativeLibrary.supports(precision);
	}

	/**
	 * The order and the rounding of all arithmetic: steppers of equal weights give equal
	 * bits where it is equal.
	 */
	public String arithmetic() {
		return isPlainJava() ? floatArithmetic()
				: this.precision.name().toLowerCase(Locale.ROOT) + "-" + NativeLibrary.products(this.precision).name()
						+ "-" + OneDnnProducts.instructions() + "-" + PlainProduct.BLOCK;
	}

	/** The arithmetic of float32. */
	public static String floatArithmetic() {
		return (MultiplyAdd.FUSED ? "float32-fma-" : "float32-") + PlainProduct.BLOCK;
	}

	/** Of the factors of products. */
	public Precision precision() {
		return this.precision;
	}

	/** Whether plain Java gives the bits that the library gives. */
	boolean isPlainJava() {
		return this.precision == Precision.FLOAT32;
	}

	/** The characters that it knows. */
	Alphabet alphabet() {
		return this.alphabet;
	}

	/** What the network is. */
	public Architecture architecture() {
		return this.weights.architecture();
	}

	/** Memory for the work of one thread. */
	public Scratch scratch() {
		PackedWeights.Matrices matrices = this.packed.matrices();
		return new Scratch(architecture(), (isPlainJava() || matrices == null) ? null : products(matrices));
	}

	BatchProducts products(PackedWeights.Matrices matrices) {
		return new BatchProducts(this.weights, matrices, isPlainJava());
	}

	/** An empty batch, for one thread; to be closed by it. */
	public StepBatch batch() {
		StepBatch batch = this.batches.poll();
		return (batch != null) ? batch : new StepBatch(this);
	}

	/** Takes back a batch for others. */
	void release(StepBatch batch) {
		this.batches.add(batch);
	}

	/**
	 * Reads one character.
	 * @param state of the text before the character; becomes that after it
	 * @param character its index in the alphabet
	 * @param scratch the calling thread's
	 */
	public void step(HiddenState state, int character, Scratch scratch) {
		BatchProducts products = scratch.products;
		if (products == null) {
			step(state.vectors(), 0, character, scratch, null);
			return;
		}
		products.stateChanged();
		products.read(state.vectors(), 1, new int[] { character }, 1);
	}

	/**
	 * Reads one character.
	 * @param vectors as {@link HiddenState} has them, but of several rows
	 * @param offset where the row begins in each vector
	 * @param shared the part of the sums that another thread may compute
	 */
	void step(float[][] vectors, int offset, int character, Scratch scratch, @Nullable SharedColumns shared) {
		int columns = scratch.tile().gates().length;
		for (int layer = 0; layer < architecture().layers(); layer++) {
			if (shared == null || !shared.ask(layer, offset, character)) {
				sum(layer, vectors, offset, character, scratch, 0, columns);
			}
			else {
				sum(layer, vectors, offset, character, scratch, 0, shared.first());
				if (!shared.take(scratch)) {
					sum(layer, vectors, offset, character, scratch, shared.first(), columns);
				}
			}
			scratch.tile()
				.apply(vectors, layer * architecture().cell().stateVectors(), offset, 1, this.weights.norm(layer));
		}
	}

	/** Reads one character in one layer, after the layers below. */
	void step(int layer, float[][] vectors, int character, Scratch scratch) {
		sum(layer, vectors, 0, character, scratch, 0, scratch.tile().gates().length);
		scratch.tile().apply(vectors, layer * architecture().cell().stateVectors(), 0, 1, this.weights.norm(layer));
	}

	/**
	 * Computes some columns of a layer's sums of one row, into the tile of the scratch.
	 * @param first the first column
	 * @param end the column after the last
	 */
	void sum(int layer, float[][] vectors, int offset, int character, Scratch scratch, int first, int end) {
		int stateVectors = architecture().cell().stateVectors();
		int own = layer * stateVectors;
		float[] sums = scratch.tile().gates();
		System.arraycopy(this.weights.base(layer, character), first, sums, first, end - first);
		if (layer > 0) {
			Objects.requireNonNull(this.weights.layers()[layer].input())
				.add(vectors[own - stateVectors], offset, sums, scratch.sum(), first, end);
		}
		addRecurrent(layer, vectors, offset, scratch, first, end);
	}

	/**
	 * Adds the recurrent product, in some columns, to a layer's sums of one row, in the
	 * tile of the scratch.
	 * @param first the first column
	 * @param end the column after the last
	 */
	void addRecurrent(int layer, float[][] vectors, int offset, Scratch scratch, int first, int end) {
		this.weights.addRecurrent(layer, vectors[layer * architecture().cell().stateVectors()], offset, scratch, first,
				end);
	}

	/**
	 * What the model says about the next character.
	 * @param state of the text so far
	 * @param logits {@code [V]}: overwritten with the unnormalized log-probabilities
	 * @param scratch the calling thread's
	 */
	public void logits(HiddenState state, float[] logits, Scratch scratch) {
		BatchProducts products = scratch.products;
		if (products == null) {
			logits(state.vectors(), 0, logits, scratch);
			return;
		}
		products.stateChanged();
		products.logits(state.vectors(), 1, new int[] { 0 }, 1, new float[][] { logits });
	}

	void logits(float[][] vectors, int offset, float[] logits, Scratch scratch) {
		int top = (architecture().layers() - 1) * architecture().cell().stateVectors();
		System.arraycopy(this.weights.outputBias(), 0, logits, 0, logits.length);
		this.weights.output().add(vectors[top], offset, logits, scratch.sum(), 0, logits.length);
	}

	/**
	 * Packs the weights for batches, if the library gives the same bits. Takes as much
	 * memory again, and seconds if the library is not loaded yet. The calling thread's
	 * OpenMP threads must be set to one.
	 * @return whether it does
	 */
	public boolean packForBatches() {
		return isPackedForBatches() || (NativeLibrary.products(Precision.FLOAT32) instanceof OneDnnProducts products
				&& this.packed.pack(products, true));
	}

	/** Whether batches may use packed weights. */
	public boolean isPackedForBatches() {
		return this.packed.matrices() != null;
	}

	PackedWeights packed() {
		return this.packed;
	}

	/** Memory for the work of one thread; its contents mean nothing between steps. */
	public static final class Scratch {

		private final CellTile tile;

		/** {@code [most columns of a product, and what it needs at least]}. */
		private final float[] sum;

		/** Where only the library computes. */
		private final @Nullable BatchProducts products;

		private Scratch(Architecture architecture, @Nullable BatchProducts products) {
			this.products = products;
			Cell cell = architecture.cell();
			this.tile = new CellTile(cell, architecture.hiddenSize(), 1);
			int columns = Math.max(cell.gates() * architecture.hiddenSize(), architecture.alphabetSize());
			this.sum = new float[Math.max(columns, RowMatrix.LEAST_SCRATCH)];
		}

		CellTile tile() {
			return this.tile;
		}

		float[] sum() {
			return this.sum;
		}

	}

}
