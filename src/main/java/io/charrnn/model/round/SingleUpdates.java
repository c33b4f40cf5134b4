package io.charrnn.model.round;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

import io.charrnn.model.Streams;
import io.charrnn.model.Trainer;
import io.charrnn.model.TrainingState;
import io.charrnn.model.Update;

/** Without a cluster: every iteration is a round of one trainer. */
final class SingleUpdates implements Rounds {

	private final Trainer trainer;

	private final Streams streams;

	SingleUpdates(Trainer trainer, Streams streams) {
		this.trainer = trainer;
		this.streams = streams;
	}

	@Override
	public int length() {
		return 1;
	}

	@Override
	public Optional<List<Update>> learn(long first, double[] learningRates, BooleanSupplier goOn) {
		return this.trainer.update(this.streams.batch(first), learningRates[0], goOn).map(List::of);
	}

	@Override
	public float[] parameters() {
		return this.trainer.parameters();
	}

	@Override
	public TrainingState state() {
		return this.trainer.state();
	}

	@Override
	public void close() {
		this.trainer.close();
	}

}
