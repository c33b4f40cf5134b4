package io.charrnn.model.train;

import io.charrnn.model.Architecture;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.MemoryEstimate;
import io.charrnn.model.Normalization;
import io.charrnn.model.OptimizationOptions;
import io.charrnn.model.Optimizer;
import io.charrnn.model.Precision;

/**
 * What training on fused kernels takes, counted buffer by buffer. All is in floats; P is
 * the number of parameters, B the streams, T the steps, H the hidden size, L the layers,
 * V the characters of the alphabet.
 */
final class FusedMemory {

	/**
	 * Times P: the weights, their gradient, Adam's two moments, and the weights in native
	 * memory.
	 */
	private static final double VECTORS = 5;

	/**
	 * Times P: what a checkpoint copies, that is the weights and the two moments, its
	 * archive of the same size while it is put together, and the model that validations
	 * read, plain and packed; and as much again from the checkpoint before, which is not
	 * collected yet.
	 */
	private static final double CHECKPOINTS = 21;

	/** Times P: the average of the weights, and its copy in a checkpoint. */
	private static final double AVERAGE = 2;

	/** Arrays on the heap are moved once or twice after they were made. */
	private static final double HEAP = 2;

	/**
	 * Times P on the heap at once: the gradient, the moments and what is left of
	 * {@link #CHECKPOINTS} after a collection.
	 */
	private static final double LIVE = 14;

	/** Times P on the heap at once: what is left of {@link #AVERAGE}. */
	private static final double LIVE_AVERAGE = 4;

	/**
	 * Times H^2 for each matrix that SOAP rotates: L, Q and Q^T, a product, and what
	 * checkpoints copy of L and Q; on the heap at once, L and the copies of one.
	 */
	private static final double ROTATIONS = 20;

	private static final double LIVE_ROTATIONS = 9;

	/**
	 * Times H^2 for each thread of SOAP's: what it works on, off the heap and on it, and
	 * eigenvectors in double precision, as commons-math has them.
	 */
	private static final double ROTATING = 2;

	private static final double LIVE_ROTATING = 15;

	private final Architecture architecture;

	private final OptimizationOptions optimization;

	private final boolean dropout;

	private final double threads;

	/** Of a product's factors: a half if they take two bytes. */
	private final double factor;

	FusedMemory(Architecture architecture, Hyperparameters hyperparameters, int threads) {
		this.architecture = architecture;
		this.optimization = hyperparameters.optimization();
		this.dropout = hyperparameters.network().dropout() > 0;
		this.threads = Math.min(threads, this.optimization.batchSize());
		this.factor = (this.optimization.precision() == Precision.BFLOAT16) ? 0.5 : 1;
	}

	MemoryEstimate estimate() {
		return MemoryEstimate.ofFloats(weights(), activations(), logits(), heap());
	}

	/** The first layer's input weights, which characters select rows of. */
	private double lookedUp() {
		return (double) this.architecture.alphabetSize() * this.architecture.cell().gates()
				* this.architecture.hiddenSize();
	}

	/** Each thread has a gradient; products read the weights in two packed forms. */
	private double weights() {
		double parameters = this.architecture.parameterCount();
		double averages = (this.optimization.averaging() > 0) ? AVERAGE : 0;
		double packed = 2 * this.factor * (parameters - lookedUp());
		return (VECTORS + CHECKPOINTS + averages + this.threads) * parameters + this.threads * lookedUp() + packed
				+ rotations();
	}

	/** The gradient of each matrix is there twice, plain and packed. */
	private double rotations() {
		double gradients = 2.0 * this.architecture.cell().gates();
		return rotated() * (ROTATIONS + gradients) + rotating() * (ROTATING + LIVE_ROTATING);
	}

	/** H^2 for each matrix that is rotated. */
	private double rotated() {
		return (2.0 * this.architecture.layers() - 1) * rotating() / this.threads;
	}

	/** H^2 for each thread that rotates. */
	private double rotating() {
		return (this.optimization.optimizer() == Optimizer.SOAP)
				? this.threads * this.architecture.hiddenSize() * this.architecture.hiddenSize() : 0;
	}

	/**
	 * Of each layer and character: what the cell keeps, h as products read it, and with
	 * dropout the mask and what it lets through. The gradient of the output and a chunk
	 * of sums are shared by the layers. What the cell keeps and the mask are on the heap.
	 */
	private double activations() {
		double rounded = (this.factor < 1) ? this.factor : 0;
		double kept = HEAP * kept();
		double dropout = this.dropout ? HEAP + 1 + rounded : 0;
		double layer = kept + 1 + rounded + dropout;
		double shared = 1;
		double values = characters() * this.architecture.hiddenSize();
		double chunk = this.threads * chunkCharacters() * this.architecture.cell().biases()
				* this.architecture.hiddenSize() * (1 + rounded);
		return (layer * this.architecture.layers() + shared) * values + chunk;
	}

	/** Values that a cell keeps of each unit, and as many of the sums if normalized. */
	private double kept() {
		double normed = (this.architecture.normalization() == Normalization.RMS) ? this.architecture.cell().biases()
				: 0;
		return normed + Gates.kept(this.architecture.cell());
	}

	private double heap() {
		double averages = (this.optimization.averaging() > 0) ? LIVE_AVERAGE : 0;
		double mask = this.dropout ? 1 : 0;
		return (LIVE + averages) * this.architecture.parameterCount() + rotated() * LIVE_ROTATIONS
				+ rotating() * LIVE_ROTATING
				+ (kept() + mask) * this.architecture.layers() * characters() * this.architecture.hiddenSize();
	}

	private double characters() {
		return this.optimization.charactersPerIteration();
	}

	private int chunkCharacters() {
		int streams = (int) Math.ceil(this.optimization.batchSize() / this.threads);
		return new ShardShape(0, streams, this.optimization.sequenceLength(), this.optimization.batchSize())
			.chunkCharacters();
	}

	/** Each thread has a chunk of them. */
	private double logits() {
		double rows = OutputLayer.chunkRows(this.architecture,
				(int) Math.min(Integer.MAX_VALUE, Math.ceil(characters() / this.threads)));
		return this.threads * rows * this.architecture.alphabetSize() * ((this.factor < 1) ? 1 + this.factor : 1);
	}

}
