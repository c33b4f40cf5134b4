package io.charrnn.model;

import java.util.ArrayList;
import java.util.List;

/** Loss and gradient of a batch by the reference: one network for each stream. */
public final class ReferenceBatch {

	private final Architecture architecture;

	private final Batch batch;

	private final List<ReferenceNetwork> streams = new ArrayList<>();

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
		double sum = 0;
		for (int stream = 0; stream < batch.streams(); stream++) {
			ReferenceNetwork network = new ReferenceNetwork(architecture, parameters, batch.steps());
			this.streams.add(network);
			begin(network, hidden, stream);
			for (int step = 0; step < batch.steps(); step++) {
				network.read(batch.inputs()[index(step, stream)], masks(masks, iteration, step, stream));
			}
			network.beginBackward(this.gradient);
			for (int step = batch.steps() - 1; step >= 0; step--) {
				sum += network.addLoss(batch.targets()[index(step, stream)]);
				network.backward();
			}
		}
		int characters = batch.streams() * batch.steps();
		this.loss = sum / characters;
		for (int parameter = 0; parameter < this.gradient.length; parameter++) {
			this.gradient[parameter] /= characters;
		}
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

	private float[][] masks(DropoutMask masks, long iteration, int step, int stream) {
		int hiddenSize = this.architecture.hiddenSize();
		float[][] mask = new float[this.architecture.layers()][hiddenSize];
		for (int layer = 0; layer < mask.length; layer++) {
			masks.fill(iteration, layer, (long) index(step, stream) * hiddenSize, mask[layer]);
		}
		return mask;
	}

}
