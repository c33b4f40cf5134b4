package io.charrnn.training.run;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

import io.charrnn.model.Batch;
import io.charrnn.model.Trainer;
import io.charrnn.model.TrainingState;
import io.charrnn.model.Update;
import io.charrnn.process.ServingLoad;

/**
 * Pauses after each update while requests are being computed, so that training computes
 * for a share of the time only. What is learned does not depend on it.
 */
final class YieldingTrainer implements Trainer {

	/** After so long it is asked again whether there still are requests. */
	private static final long LONGEST_PAUSE = 20_000_000;

	private final Trainer trainer;

	private final ServingLoad serving;

	private final double share;

	private final LongSupplier nanoTime;

	private final LongConsumer pause;

	/**
	 * Lets a trainer pause.
	 * @param serving whether there are requests
	 * @param share of the time that training computes while there are, more than 0, at
	 * most 1
	 * @param nanoTime a clock in nanoseconds
	 * @param pause waits for so many nanoseconds, or less
	 */
	YieldingTrainer(Trainer trainer, ServingLoad serving, double share, LongSupplier nanoTime, LongConsumer pause) {
		this.trainer = trainer;
		this.serving = serving;
		this.share = share;
		this.nanoTime = nanoTime;
		this.pause = pause;
	}

	@Override
	public Optional<Update> update(Batch batch, double learningRate, BooleanSupplier goOn) {
		long begun = this.nanoTime.getAsLong();
		Optional<Update> update = this.trainer.update(batch, learningRate, goOn);
		long ended = this.nanoTime.getAsLong();
		long end = ended + (long) ((ended - begun) * (1 - this.share) / this.share);
		for (long now = ended; now < end && this.serving.isBusy()
				&& goOn.getAsBoolean(); now = this.nanoTime.getAsLong()) {
			this.pause.accept(Math.min(end - now, LONGEST_PAUSE));
		}
		return update;
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
