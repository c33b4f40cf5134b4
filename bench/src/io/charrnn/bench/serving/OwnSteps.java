package io.charrnn.bench.serving;

import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

import io.charrnn.model.HiddenState;
import io.charrnn.model.Precision;
import io.charrnn.model.product.NativeLibrary;
import io.charrnn.model.step.Partner;
import io.charrnn.model.step.StepBatch;
import io.charrnn.model.step.Stepper;

/** The service's own steps. */
final class OwnSteps extends Steps {

	private final StepBatch batch;

	private final Partner partner = new Partner();

	private final Thread helper = new Thread(this::help);

	private final int[] rows;

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
		steps.batch.shareWith(steps.partner);
		steps.helper.setDaemon(true);
		steps.helper.start();
		return steps;
	}

	private void help() {
		while (true) {
			LockSupport.park();
			this.partner.help(() -> false);
		}
	}

	@Override
	void read(int[] read) {
		this.batch.step(read);
		this.batch.ask(this.rows, this.rows.length);
		if (this.helper.isAlive() && this.partner.calls()) {
			LockSupport.unpark(this.helper);
		}
	}

	@Override
	float[] logits(int row) {
		return this.batch.logits(row);
	}

}
