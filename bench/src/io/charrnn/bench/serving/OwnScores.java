package io.charrnn.bench.serving;

import io.charrnn.model.CounterRandom;
import io.charrnn.model.HiddenState;
import io.charrnn.model.Softmax;
import io.charrnn.model.product.NativeLibrary;
import io.charrnn.model.step.StepBatch;
import io.charrnn.model.step.Stepper;

/** Scores a long text on one thread, in blocks, as the service does while it is alone. */
final class OwnScores {

	private static final int CHARACTERS = 1_000_000;

	private final int[] block = new int[StepBatch.CAPACITY];

	private final double[] scratch = new double[Network.ALPHABET_SIZE];

	private final StepBatch batch;

	private double sum;

	OwnScores(Network network) {
		NativeLibrary.prepareThread();
		Stepper stepper = new Stepper(network.model());
		stepper.packForBatches();
		this.batch = stepper.batch();
		this.batch.usePackedWeights();
		this.batch.add(HiddenState.zero(network.architecture()));
	}

	/** The whole text; the compiler warms up meanwhile. */
	double seconds() {
		long begun = System.nanoTime();
		for (int read = 0; read < CHARACTERS; read += this.block.length) {
			for (int index = 0; index < this.block.length; index++) {
				this.block[index] = (int) (CounterRandom.uniform(3, read + index) * Network.ALPHABET_SIZE);
			}
			this.batch.read(this.block, this.block.length, true);
			for (int index = 0; index < this.block.length; index++) {
				float[] logits = this.batch.logits(index);
				this.sum += Softmax.logSumExp(logits, this.scratch) - logits[this.block[index]];
			}
		}
		if (!Double.isFinite(this.sum)) {
			throw new IllegalStateException("the loss is " + this.sum);
		}
		return (System.nanoTime() - begun) / 1e9;
	}

}
