package io.charrnn.model.round;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

import io.charrnn.model.Streams;
import io.charrnn.model.Trainer;
import io.charrnn.model.TrainingState;
import io.charrnn.model.Update;

/**
 * A training run that proceeds in rounds, wherever it is computed. Used by one thread at
 * a time.
 */
public interface Rounds extends AutoCloseable {

	/** A run in rounds of one iteration, each an update of a trainer. */
	static Rounds of(Trainer trainer, Streams streams) {
		return new SingleUpdates(trainer, streams);
	}

	/**
	 * K, iterations of a round. Rounds begin at its multiples; one that is cut short by
	 * the end of the training is followed by one up to the next multiple.
	 */
	int length();

	/**
	 * Learns for a round, or the rest of one, unless it is broken off: then nothing has
	 * changed.
	 * @param first number of its first iteration, which is how many were done before
	 * @param learningRates of its iterations
	 * @param goOn asked often, by any thread, whether to continue
	 * @return what each iteration reports, over all streams, or nothing if the round was
	 * broken off
	 */
	Optional<List<Update>> learn(long first, double[] learningRates, BooleanSupplier goOn);

	/** A copy of the weights that a model made now has. */
	float[] parameters();

	/** A copy of all that is needed to continue later. */
	TrainingState state();

	@Override
	void close();

}
