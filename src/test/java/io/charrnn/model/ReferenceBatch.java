package io.charrnn.model;

import java.util.ArrayList;
import java.util.List;

/**
 * Loss and gradient of a batch by the reference: one network for each stream, or for each
 * piece of it where documents begin.
 */
public final class ReferenceBatch {

	private final Architecture architecture;

	private final Batch batch;

	/** Of each stream, after its last piece. */
	private final List<ReferenceNetwork> streams = new ArrayList<>();

	private final DropoutMask masks;

	private final long iteration;

	private final double loss;

	private final double[] gradient;

	/**
	 * Goes through a batch, forward and back.
	 * @param hidden the states before it, as {@link TrainingState} has them
	 * @param masks of dropout
	 * @param iteration that the masks are for
	 */
	public ReferenceBatch(Architecture architecture, float[] parameters, double[][] hidden, Batch batch,
			DropoutMask masks, long iteration) {
		this.architecture = architecture;
		this.batch = batch;
		this.gradient = new double[parameters.length];
		this.masks = masks;
		this.iteration = iteration;
		double sum = 0;
		for (int stream = 0; stream < batch.streams(); stream++) {
			for (int from = 0; from < batch.steps();) {
				int to = from + 1;
				while (to < batch.steps() && !batch.begins(to, stream)) {
					to++;
				}
				ReferenceNetwork network = new ReferenceNetwork(architecture, parameters, to - from);
				if (from == 0 && !batch.begins(0, stream)) {
					begin(network, hidden, stream);
				}
				sum += learn(network, stream, from, to);
				if (to == batch.steps()) {
					this.streams.add(network);
				}
				from = to;
			}
		}
		int characters = batch.streams() * batch.steps();
		this.loss = sum / characters;
		for (int parameter = 0; parameter < this.gradient.length; parameter++) {
			this.gradient[parameter] /= characters;
		}
	}

	private double learn(ReferenceNetwork network, int stream, int from, int to) {
		for (int step = from; step < to; step++) {
			network.read(this.batch.inputs()[index(step, stream)], masks(step, stream));
		}
		double sum = 0;
		network.beginBackward(this.gradient);
		for (int step = to - 1; step >= from; step--) {
			sum += network.addLoss(this.batch.targets()[index(step, stream)]);
			network.backward();
		}
		return sum;
	}

	/** Mean cross-entropy, nats. */
	public double loss() {
		return this.loss;
	}

	/** Of the loss, in the order of {@link ParameterLayout}. */
	public double[] gradient() {
		return this.gradient;
	}

	/** The states after the batch, as {@link TrainingState} has them. */
	public double[][] hidden() {
		int hiddenSize = this.architecture.hiddenSize();
		int vectors = this.architecture.cell().stateVectors();
		double[][] hidden = new double[this.architecture.layers() * vectors][this.batch.streams() * hiddenSize];
		for (int vector = 0; vector < hidden.length; vector++) {
			for (int stream = 0; stream < this.batch.streams(); stream++) {
				System.arraycopy(this.streams.get(stream).state(vector / vectors)[vector % vectors], 0, hidden[vector],
						stream * hiddenSize, hiddenSize);
			}
		}
		return hidden;
	}

	private void begin(ReferenceNetwork network, double[][] hidden, int stream) {
		int hiddenSize = this.architecture.hiddenSize();
		int vectors = this.architecture.cell().stateVectors();
		for (int vector = 0; vector < hidden.length; vector++) {
			System.arraycopy(hidden[vector], stream * hiddenSize, network.state(vector / vectors)[vector % vectors], 0,
					hiddenSize);
		}
	}

	private int index(int step, int stream) {
		return step * this.batch.streams() + stream;
	}

	private float[][] masks(int step, int stream) {
		int hiddenSize = this.architecture.hiddenSize();
		float[][] mask = new float[this.architecture.layers()][hiddenSize];
		for (int layer = 0; layer < mask.length; layer++) {
			this.masks.fill(this.iteration, layer, (long) index(step, stream) * hiddenSize, mask[layer]);
		}
		return mask;
	}

}
