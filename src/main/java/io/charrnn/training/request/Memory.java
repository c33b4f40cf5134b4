package io.charrnn.training.request;

import java.lang.management.ManagementFactory;

import com.sun.management.OperatingSystemMXBean;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.MemoryEstimate;
import io.charrnn.model.TrainingEngine;
import io.charrnn.problem.UnprocessableException;

import org.springframework.stereotype.Component;

/** What the machine has, or the container if there is one, against what jobs need. */
@Component
class Memory {

	/** What the service takes by itself, about. */
	private static final long SERVICE = 350L << 20;

	private final long total;

	Memory() {
		this(ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize());
	}

	/**
	 * Assumes a machine.
	 * @param total its bytes
	 */
	Memory(long total) {
		this.total = total;
	}

	/**
	 * Checks whether a job fits.
	 * @param engine what trains
	 * @param hyperparameters how it is to be trained
	 * @param alphabetSize V
	 * @param characters N, each of which takes two bytes
	 * @throws UnprocessableException with the numbers, if it does not
	 */
	void check(TrainingEngine engine, Hyperparameters hyperparameters, int alphabetSize, int characters) {
		MemoryEstimate estimate = estimate(engine, hyperparameters, alphabetSize);
		double needed = needed(engine, hyperparameters, alphabetSize, characters);
		if (needed + SERVICE > this.total) {
			UnprocessableException problem = new UnprocessableException("not-enough-memory",
					("Training would take about %s beside the %s of the service, but the machine has %s: weights %s, "
							+ "activations %s, characters %s. Try a smaller hiddenSize, batchSize or sequenceLength.")
						.formatted(gibibytes(needed), gibibytes(SERVICE), gibibytes(this.total),
								gibibytes(estimate.weights()), gibibytes(estimate.activations()),
								gibibytes(estimate.alphabet())));
			problem.with("estimatedBytes", (long) needed)
				.with("availableBytes", this.total)
				.with("field", "hiddenSize")
				.with("value", hyperparameters.hiddenSize());
			throw problem;
		}
	}

	/**
	 * Bytes that a job takes, about.
	 * @param engine what trains
	 * @param hyperparameters how it is to be trained
	 * @param alphabetSize V
	 * @param characters N, each of which takes two bytes
	 */
	double needed(TrainingEngine engine, Hyperparameters hyperparameters, int alphabetSize, int characters) {
		return (double) estimate(engine, hyperparameters, alphabetSize).total() + 2.0 * characters;
	}

	/** Bytes that the machine has. */
	long total() {
		return this.total;
	}

	private static MemoryEstimate estimate(TrainingEngine engine, Hyperparameters hyperparameters, int alphabetSize) {
		return engine.memory(hyperparameters.architecture(alphabetSize), hyperparameters);
	}

	private static String gibibytes(double bytes) {
		return "%,.1f GiB".formatted(bytes / (1 << 30));
	}

}
