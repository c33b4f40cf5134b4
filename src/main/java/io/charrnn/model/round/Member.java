package io.charrnn.model.round;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

import io.charrnn.model.Architecture;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.Share;
import io.charrnn.model.Streams;
import io.charrnn.model.Trainer;
import io.charrnn.model.TrainingEngine;
import io.charrnn.model.TrainingState;
import io.charrnn.model.Update;

/**
 * One member of a cluster. It keeps nothing between rounds.
 *
 * @param index which one, from 0
 * @param cluster that it is a member of
 * @param architecture of the network
 * @param hyperparameters of the run, with the streams of all members as batch size
 */
public record Member(int index, Cluster cluster, Architecture architecture, Hyperparameters hyperparameters) {

	/** Which streams it learns from. */
	public Share share() {
		return Share.of(this.index, this.cluster.workers(), this.hyperparameters.optimization().batchSize());
	}

	/**
	 * What it begins a round with: the common state with the hidden states of its own
	 * streams. The other vectors are not copied.
	 */
	public TrainingState begin(TrainingState common) {
		return new TrainingState(common.iteration(), common.parameters(), common.average(), common.updaterState(),
				share().select(common.hidden()));
	}

	/**
	 * Learns for a round.
	 * @param engine computes updates, on as many threads as the cluster says
	 * @param pace what the trainer is to be wrapped in, which must not change what it
	 * learns
	 * @param streams all streams of the text
	 * @param begin what {@link #begin} gave, which is not changed
	 * @param learningRates of the round's iterations
	 * @param goOn asked often, by any thread, whether to continue
	 * @return what it ends with, or nothing if it was broken off
	 */
	public Optional<MemberRound> learn(TrainingEngine engine, UnaryOperator<Trainer> pace, Streams streams,
			TrainingState begin, double[] learningRates, BooleanSupplier goOn) {
		Share share = share();
		List<Update> updates = new ArrayList<>(learningRates.length);
		try (Trainer trainer = pace.apply(engine.withThreads(this.cluster.threadsPerWorker())
			.resume(this.architecture, this.hyperparameters, begin, share))) {
			for (int local = 0; local < learningRates.length; local++) {
				Optional<Update> update = trainer.update(streams.batch(begin.iteration() + local, share),
						learningRates[local], goOn);
				if (update.isEmpty()) {
					return Optional.empty();
				}
				updates.add(update.get());
			}
			return Optional.of(new MemberRound(this.index, trainer.state(), updates));
		}
	}

}
