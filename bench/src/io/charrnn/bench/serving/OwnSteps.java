package io.charrnn.bench.serving;

import java.util.Arrays;

import io.charrnn.model.HiddenState;
import io.charrnn.model.Precision;
import io.charrnn.model.product.NativeLibrary;
import io.charrnn.model.step.StepBatch;
import io.charrnn.model.step.Stepper;
import org.jspecify.annotations.Nullable;

/** The service's own steps. */
final class OwnSteps extends Steps {

	private final StepBatch batch;

	private final int[] rows;

	private @Nullable Helper helper;

	OwnSteps(Network network, Precision precision, int rows) {
		super(network, rows);
		NativeLibrary.prepareThread();
		Stepper stepper = new Stepper(network.model(), precision);
		stepper.packForBatches();
		this.batch = stepper.batch();
		this.batch.usePackedWeights();
		for (int row = 0; row < rows; row++) {
			this.batch.add(HiddenState.zero(network.architecture()));
		}
		this.rows = new int[rows];
		Arrays.setAll(this.rows, (row) -> row);
	}

	/** The same, with another thread that comes to help when it is called. */
	static OwnSteps helped(Network network, int rows) {
		OwnSteps steps = new OwnSteps(network, Precision.FLOAT32, rows);
		steps.helper = new Helper(steps.batch);
		return steps;
	}

	@Override
	void read(int[] read) {
		this.batch.step(read);
		this.batch.ask(this.rows, this.rows.length);
		if (this.helper != null) {
			this.helper.call();
		}
	}

	@Override
	float[] logits(int row) {
		return this.batch.logits(row);
	}

}
