package io.charrnn.bench.serving;

import io.charrnn.model.CounterRandom;
import io.charrnn.model.HiddenState;
import io.charrnn.model.Softmax;
import io.charrnn.model.product.NativeLibrary;
import io.charrnn.model.step.StepBatch;
import io.charrnn.model.step.Stepper;
import org.jspecify.annotations.Nullable;

/** Scores a long text in blocks, as the service does while it is alone. */
final class OwnScores {

	private static final int CHARACTERS = 1_000_000;

	private final int[] block = new int[StepBatch.CAPACITY];

	private final double[] scratch = new double[Network.ALPHABET_SIZE];

	private final StepBatch batch;

	private final @Nullable Helper helper;

	private double sum;

	OwnScores(Network network, boolean helped) {
		NativeLibrary.prepareThread();
		Stepper stepper = new Stepper(network.model());
		stepper.packForBatches();
		this.batch = stepper.batch();
		this.batch.usePackedWeights();
		this.batch.add(HiddenState.zero(network.architecture()));
		this.helper = helped ? new Helper(this.batch) : null;
	}

	/** The whole text; the compiler warms up meanwhile. */
	double seconds() {
		long begun = System.nanoTime();
		for (int read = 0; read < CHARACTERS; read += this.block.length) {
			for (int index = 0; index < this.block.length; index++) {
				this.block[index] = (int) (CounterRandom.uniform(3, read + index) * Network.ALPHABET_SIZE);
			}
			this.batch.read(this.block, this.block.length, true);
			if (this.helper != null) {
				this.helper.call();
			}
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
