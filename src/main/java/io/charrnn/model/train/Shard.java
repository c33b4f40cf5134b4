package io.charrnn.model.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

import io.charrnn.model.Architecture;
import io.charrnn.model.Batch;
import io.charrnn.model.DropoutMask;
import io.charrnn.model.Share;
import io.charrnn.model.product.Matrix;
import io.charrnn.model.product.NativeFloats;
import io.charrnn.model.product.Products;
import io.charrnn.model.product.Resources;

/** What one thread computes of a batch, with the gradient of the loss on it. */
final class Shard {

	private final Architecture architecture;

	private final ShardShape shape;

	/** Of the streams that the batch has. */
	private final Share share;

	private final ShardMemory memory;

	/** {@code [T x B]}. */
	private final int[] inputs;

	/** {@code [T x B]}. */
	private final int[] targets;

	private final Beginnings beginnings;

	private final List<RecurrentLayer> layers = new ArrayList<>();

	private final OutputLayer output;

	/** In {@link RowMajorOrder}. */
	private final NativeFloats gradient;

	private double loss;

	/** What {@link #states()} were, where a batch began with others. */
	private List<float[]> before = List.of();

	Shard(Resources resources, Architecture architecture, DropoutMask masks, ShardShape shape, Share share,
			Products products, NetworkWeights weights) {
		this.architecture = architecture;
		this.shape = shape;
		this.share = share;
		this.memory = new ShardMemory(resources, products, shape, new RowMajorOrder(architecture).blocks(),
				architecture.hiddenSize());
		this.inputs = new int[shape.characters()];
		this.targets = new int[shape.characters()];
		this.beginnings = new Beginnings(shape);
		this.gradient = resources.add(new NativeFloats(weights.values().length));
		ParameterMatrices matrices = new ParameterMatrices(architecture, this.gradient);
		for (int layer = 0; layer < architecture.layers(); layer++) {
			Matrix fedBias = weights.bias(layer).columns(0, matrices.input(layer).columns());
			LayerInput input = (layer == 0)
					? new CharacterInput(architecture, this.inputs, shape.streams(), this.memory.z.matrix(),
							weights.values(), fedBias, matrices.input(layer))
					: new LowerLayerInput(resources, products, shape, this.layers.get(layer - 1).output(),
							this.memory.z, this.memory.dOutput, matrices.input(layer), weights.input(layer),
							weights.inputTransposed(layer), fedBias);
			Dropout dropout = masks.drops() ? dropout(masks, layer) : null;
			this.layers.add(new RecurrentLayer(resources, architecture, layer, shape, this.memory, products, weights,
					matrices, input, dropout, this.beginnings));
		}
		Products.Operand top = this.layers.get(this.layers.size() - 1).output();
		this.output = new OutputLayer(resources, architecture, products, weights, matrices, top, this.memory.dOutput,
				this.memory.ones, this.targets);
	}

	private Dropout dropout(DropoutMask masks, int layer) {
		int hiddenSize = this.architecture.hiddenSize();
		return new Dropout(masks, layer, (long) this.share.allStreams() * hiddenSize,
				(long) (this.share.firstStream() + this.shape.firstStream()) * hiddenSize, this.shape.steps(),
				this.shape.streams() * hiddenSize);
	}

	ShardShape shape() {
		return this.shape;
	}

	/**
	 * {@code [layers x stateVectors][streams x H]}: the states that the next batch begins
	 * with.
	 */
	List<float[]> states() {
		return this.layers.stream().flatMap((layer) -> List.of(layer.states()).stream()).toList();
	}

	/** Sum of the cross-entropies of the last batch, nats. */
	double loss() {
		return this.loss;
	}

	/** The gradient of that sum, in {@link RowMajorOrder}. */
	NativeFloats gradient() {
		return this.gradient;
	}

	/**
	 * Computes loss and gradient of these streams. After it, either
	 * {@link #carryStates()} or {@link #forget()} is to be called.
	 * @param goOn asked before each step of a layer; if it says no, the results mean
	 * nothing
	 */
	void learn(Batch batch, long iteration, BooleanSupplier goOn) {
		this.shape.select(batch.inputs(), this.inputs);
		this.shape.select(batch.targets(), this.targets);
		this.beginnings.select(batch);
		this.before = List.of();
		if (batch.first() || this.beginnings.at(0).length > 0) {
			this.before = states().stream().map(float[]::clone).toList();
			states().forEach((vector) -> begin(vector, batch.first()));
		}
		for (RecurrentLayer layer : this.layers) {
			layer.forward(iteration, goOn);
		}
		this.loss = this.output.run(goOn);
		for (int layer = this.layers.size() - 1; layer >= 0; layer--) {
			this.layers.get(layer).backward(goOn);
		}
	}

	private void begin(float[] vector, boolean all) {
		if (all) {
			Arrays.fill(vector, 0);
		}
		this.beginnings.clear(0, vector);
	}

	/** Lets the next batch begin where this one ended. */
	void carryStates() {
		this.layers.forEach(RecurrentLayer::carryStates);
	}

	/** Lets the next batch begin where this one began. */
	void forget() {
		List<float[]> states = states();
		for (int vector = 0; vector < this.before.size(); vector++) {
			System.arraycopy(this.before.get(vector), 0, states.get(vector), 0, states.get(vector).length);
		}
	}

}
