package io.charrnn.model.step;

import io.charrnn.model.Architecture;
import io.charrnn.model.step.BatchProducts.Block;
import io.charrnn.model.step.BatchProducts.Layers;

/**
 * Reads known characters of one text with two threads: while one computes the lower
 * layers for some of them, another computes the upper layers for those before. The other
 * thread has memory of its own, and what comes from it is copied; what is late is
 * computed again. A layer's bits do not depend on who computes it.
 */
final class LayerPipeline {

	/** Characters that are passed on at once. With more of them, both wait longer. */
	private static final int CHARACTERS = 8;

	/** Of large layers, so that whoever helps can leave within milliseconds. */
	private static final int CHARACTERS_OF_LARGE = 4;

	/** Weights of a recurrent product. */
	private static final int LARGE = 1 << 20;

	/** The upper layers may take longer by so many times, as they have a product more. */
	private static final int PATIENCE = 4;

	/** Of smaller layers there is too little to pass on. */
	private static final int LEAST_COLUMNS = 256;

	private final Partner partner;

	private final BatchProducts own;

	private final BatchProducts other;

	private final Layers lower;

	private final Layers upper;

	private final int stateVectors;

	/** Characters that are passed on at once, a multiple of four. */
	private final int characters;

	/** {@code [layers x stateVectors][H]}: the other thread's. */
	private final float[][] vectors;

	/** The other thread's. */
	private final Stepper.Scratch scratch;

	/** {@code [characters x H]}: the other thread's. */
	private final float[] below;

	/** {@code [characters x H]}. */
	private final float[] top;

	/**
	 * Prepares to read.
	 * @param stepper the model
	 * @param products of the calling thread
	 * @param matrices of the model
	 * @param partner where the other thread is
	 */
	LayerPipeline(Stepper stepper, BatchProducts products, PackedWeights.Matrices matrices, Partner partner) {
		Architecture architecture = stepper.architecture();
		int layers = architecture.layers();
		this.partner = partner;
		this.own = products;
		this.other = stepper.products(matrices);
		this.scratch = stepper.scratch();
		this.lower = new Layers(0, (layers + 1) / 2);
		this.upper = new Layers(this.lower.end(), layers);
		this.stateVectors = architecture.cell().stateVectors();
		this.vectors = new float[layers * this.stateVectors][architecture.hiddenSize()];
		this.characters = characters(architecture);
		this.below = new float[this.characters * architecture.hiddenSize()];
		this.top = new float[this.below.length];
	}

	/** Whether there are layers to share, and plain Java computes the rows. */
	static boolean suits(Stepper stepper) {
		return stepper.isPlainJava() && stepper.architecture().layers() > 1
				&& columns(stepper.architecture()) >= LEAST_COLUMNS;
	}

	/** What the other thread is asked for in so many characters. */
	static int parts(Architecture architecture, int characters) {
		return (characters + characters(architecture) - 1) / characters(architecture);
	}

	private static int characters(Architecture architecture) {
		return (columns(architecture) * architecture.hiddenSize() >= LARGE) ? CHARACTERS_OF_LARGE : CHARACTERS;
	}

	private static int columns(Architecture architecture) {
		return architecture.cell().gates() * architecture.hiddenSize();
	}

	/**
	 * Reads characters, in all layers.
	 * @param vectors {@code [layers x stateVectors][at least H]}: the first row becomes
	 * that after the last character
	 * @param text {@code [at least count]}: its characters
	 * @param count up to CAPACITY
	 * @param scratch the calling thread's
	 */
	void read(float[][] vectors, int[] text, int count, Stepper.Scratch scratch) {
		Block requested = null;
		long patience = 0;
		for (int from = 0; from < count; from += this.characters) {
			Block block = new Block(text, from, Math.min(count, from + this.characters));
			long begun = System.nanoTime();
			this.own.read(this.lower, vectors, block, scratch, null);
			patience = PATIENCE * (System.nanoTime() - begun);
			if (requested != null) {
				finish(requested, vectors, scratch, patience);
			}
			requested = ask(block, vectors) ? block : null;
			if (requested == null) {
				this.own.read(this.upper, vectors, block, scratch, null);
			}
		}
		if (requested != null) {
			finish(requested, vectors, scratch, patience);
		}
	}

	private boolean ask(Block block, float[][] vectors) {
		copyUpper(vectors, this.vectors);
		return this.partner.ask(() -> {
			this.own.copy(this.upper.from() - 1, block, this.other, this.below);
			this.other.read(this.upper, this.vectors, block, this.scratch, null);
		});
	}

	private void finish(Block block, float[][] vectors, Stepper.Scratch scratch, long patience) {
		if (this.partner.await(patience)) {
			this.other.copy(this.upper.end() - 1, block, this.own, this.top);
			copyUpper(this.vectors, vectors);
		}
		else {
			this.own.read(this.upper, vectors, block, scratch, null);
		}
	}

	private void copyUpper(float[][] from, float[][] to) {
		for (int vector = this.upper.from() * this.stateVectors; vector < from.length; vector++) {
			System.arraycopy(from[vector], 0, to[vector], 0, this.vectors[vector].length);
		}
	}

}
