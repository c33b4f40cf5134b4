package io.charrnn.training;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

import io.charrnn.model.Architecture;
import io.charrnn.model.Batch;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.InvalidHyperparameterException;
import io.charrnn.model.MemoryEstimate;
import io.charrnn.model.Precision;
import io.charrnn.model.Trainer;
import io.charrnn.model.TrainingEngine;
import io.charrnn.model.TrainingState;
import io.charrnn.model.Update;
import org.jspecify.annotations.Nullable;

/**
 * An engine that learns nothing, but fast and deterministically: every update depends on
 * all that a training state holds, on the batch and on the learning rate. Tests can make
 * the updates of jobs with a certain seed do something else.
 */
public class FakeEngine implements TrainingEngine {

	private final Map<Long, Script> scripts = new ConcurrentHashMap<>();

	private final Map<Long, Integer> threads = new ConcurrentHashMap<>();

	@Override
	public String name() {
		return "fake";
	}

	@Override
	public String library() {
		return "fake products 1.0";
	}

	/** The threads that the newest run with a seed was given, or null. */
	public @Nullable Integer threads(long seed) {
		return this.threads.get(seed);
	}

	@Override
	public TrainingEngine withThreads(int given) {
		return new FakeEngine() {

			@Override
			public Trainer resume(Architecture architecture, Hyperparameters hyperparameters, TrainingState state) {
				FakeEngine.this.threads.put(hyperparameters.optimization().seed(), given);
				return FakeEngine.this.resume(architecture, hyperparameters, state);
			}

		};
	}

	/** From now on, a script makes the updates of the jobs with a seed. */
	public void play(long seed, Script script) {
		this.scripts.put(seed, script);
	}

	/** As on a processor without the instructions. */
	@Override
	public void check(Hyperparameters hyperparameters) {
		if (hyperparameters.optimization().precision() == Precision.BFLOAT16) {
			throw new InvalidHyperparameterException("precision", "bfloat16", "float32 on this machine");
		}
	}

	@Override
	public MemoryEstimate memory(Architecture architecture, Hyperparameters hyperparameters) {
		return MemoryEstimate.ofFloats(architecture.parameterCount(), 0, 0, 0);
	}

	@Override
	public Trainer resume(Architecture architecture, Hyperparameters hyperparameters, TrainingState state) {
		return new FakeTrainer(state,
				this.scripts.getOrDefault(hyperparameters.optimization().seed(), Script.IMPROVING));
	}

	/** What an update reports. */
	public interface Script {

		Script IMPROVING = (iteration) -> new Update(0.5 + 2 / Math.sqrt(1 + iteration), 1, iteration % 2 == 0);

		/**
		 * Called in the place of an update.
		 * @param iteration updates done before
		 */
		Update update(long iteration);

	}

	private static final class FakeTrainer implements Trainer {

		private final Script script;

		private final float[] parameters;

		private final float @Nullable [] average;

		private final float[] updaterState;

		private final float[][] hidden;

		private long iteration;

		FakeTrainer(TrainingState state, Script script) {
			this.script = script;
			this.iteration = state.iteration();
			this.parameters = state.parameters().clone();
			this.average = (state.average() != null) ? state.average().clone() : null;
			this.updaterState = state.updaterState().clone();
			this.hidden = copy(state.hidden());
		}

		@Override
		public Optional<Update> update(Batch batch, double learningRate, BooleanSupplier goOn) {
			Update update = this.script.update(this.iteration);
			float[] carried = this.hidden[0];
			for (int index = 0; index < this.parameters.length; index++) {
				int character = batch.inputs()[index % batch.inputs().length];
				float gradient = (character % 7 - 3) / 100f + carried[index % carried.length];
				this.updaterState[index] = 0.9f * this.updaterState[index] + 0.1f * gradient;
				this.parameters[index] = 0.99f * this.parameters[index]
						- (float) learningRate * this.updaterState[index];
			}
			for (int index = 0; index < carried.length; index++) {
				carried[index] = 0.5f * carried[index] + this.parameters[index % this.parameters.length];
			}
			for (int index = 0; this.average != null && index < this.average.length; index++) {
				this.average[index] += 0.3f * (this.parameters[index] - this.average[index]);
			}
			this.iteration++;
			return Optional.of(update);
		}

		@Override
		public float[] parameters() {
			return ((this.average != null) ? this.average : this.parameters).clone();
		}

		@Override
		public TrainingState state() {
			return new TrainingState(this.iteration, this.parameters.clone(),
					(this.average != null) ? this.average.clone() : null, this.updaterState.clone(), copy(this.hidden));
		}

		@Override
		public void close() {
			// nothing is held
		}

		private static float[][] copy(float[][] vectors) {
			float[][] copy = new float[vectors.length][];
			for (int index = 0; index < vectors.length; index++) {
				copy[index] = vectors[index].clone();
			}
			return copy;
		}

	}

}
