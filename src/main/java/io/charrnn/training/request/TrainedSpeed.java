package io.charrnn.training.request;

import java.util.Comparator;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import io.charrnn.model.Architecture;
import io.charrnn.model.Batch;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.Trainer;
import io.charrnn.model.TrainingEngine;
import io.charrnn.model.TrainingState;
import io.charrnn.training.TrainingJob;
import io.charrnn.training.TrainingJobs;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** How fast this machine trains, judged by earlier jobs or by some updates. */
@Component
class TrainedSpeed {

	private static final int EARLIER_JOBS = 50;

	/** A job shorter than this may not have been at its full speed yet. */
	private static final long LEAST_MILLIS = 5000;

	/** Of some updates, the fastest is what the machine can do. */
	private static final long MEASURED_NANOS = 700_000_000;

	private static final int LEAST_UPDATES = 3;

	private static final int ALPHABET = 64;

	private final TrainingJobs jobs;

	private final LongSupplier nanoTime;

	private final Map<String, Double> measured = new ConcurrentHashMap<>();

	@Autowired
	TrainedSpeed(TrainingJobs jobs) {
		this(jobs, System::nanoTime);
	}

	TrainedSpeed(TrainingJobs jobs, LongSupplier nanoTime) {
		this.jobs = jobs;
		this.nanoTime = nanoTime;
	}

	/**
	 * Characters that a network would learn from in a second: as many as the earlier job
	 * whose network is the most like it did, by the work that each does for a character;
	 * empty if there are no earlier jobs.
	 */
	OptionalDouble charactersPerSecond(TrainingEngine engine, Architecture architecture) {
		double work = work(architecture);
		return this.jobs.trained(engine.name(), EARLIER_JOBS)
			.stream()
			.min(Comparator.comparingDouble((job) -> Math.abs(Math.log(work(job.architecture()) / work))))
			.map((job) -> OptionalDouble.of(weightsPerSecond(job) / work))
			.orElse(OptionalDouble.empty());
	}

	/** The same, or what the measurement says if there are no earlier jobs. */
	double expectedCharactersPerSecond(TrainingEngine engine, Architecture architecture) {
		return charactersPerSecond(engine, architecture).orElseGet(() -> weightsPerSecond(engine) / work(architecture));
	}

	/**
	 * Weights that characters are multiplied with in a second: the most that an earlier
	 * job of some length reached, or else measured in less than a second, once.
	 */
	double weightsPerSecond(TrainingEngine engine) {
		return this.jobs.trained(engine.name(), EARLIER_JOBS)
			.stream()
			.filter((job) -> job.progress().trainingTime().toMillis() >= LEAST_MILLIS)
			.mapToDouble(TrainedSpeed::weightsPerSecond)
			.max()
			.orElseGet(() -> this.measured.computeIfAbsent(engine.name(), (name) -> measure(engine)));
	}

	/**
	 * Weights that each character is multiplied with: all but those that one-hot
	 * characters select from.
	 */
	static double work(Architecture architecture) {
		return architecture.parameterCount()
				- (double) architecture.alphabetSize() * architecture.cell().gates() * architecture.hiddenSize();
	}

	private static double weightsPerSecond(TrainingJob job) {
		double characters = (double) job.progress().iteration()
				* job.hyperparameters().optimization().charactersPerIteration();
		return characters * 1000 / job.progress().trainingTime().toMillis() * work(job.architecture());
	}

	private double measure(TrainingEngine engine) {
		Hyperparameters small = Preset.SMALL.hyperparameters();
		Hyperparameters hyperparameters = small.with(small.optimization()
			.withPrecision(engine.precision())
			.withOptimizer(engine.optimizer(small.network())));
		Architecture architecture = hyperparameters.network().architecture(ALPHABET);
		int streams = hyperparameters.optimization().batchSize();
		int steps = hyperparameters.optimization().sequenceLength();
		int[] characters = new int[streams * steps];
		for (int index = 0; index < characters.length; index++) {
			characters[index] = index % ALPHABET;
		}
		Batch batch = new Batch(streams, steps, characters, characters, true);
		long fastest = Long.MAX_VALUE;
		try (Trainer trainer = engine.resume(architecture, hyperparameters,
				TrainingState.initial(architecture, hyperparameters))) {
			long begun = this.nanoTime.getAsLong();
			long now = begun;
			for (int update = 0; update < LEAST_UPDATES || now - begun < MEASURED_NANOS; update++) {
				trainer.update(batch, hyperparameters.optimization().learningRate());
				long after = this.nanoTime.getAsLong();
				fastest = Math.min(fastest, Math.max(1, after - now));
				now = after;
			}
		}
		return work(architecture) * characters.length * 1e9 / fastest;
	}

}
