package io.charrnn.training.request;

import java.lang.management.ManagementFactory;

import com.sun.management.OperatingSystemMXBean;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.MemoryEstimate;
import io.charrnn.problem.UnprocessableException;

import org.springframework.stereotype.Component;

/** What the machine has, or the container if there is one, against what jobs need. */
@Component
class Memory {

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
	 * @param hyperparameters how it is to be trained
	 * @param alphabetSize V
	 * @param characters N, each of which takes two bytes
	 * @throws UnprocessableException with the numbers, if it does not
	 */
	void check(Hyperparameters hyperparameters, int alphabetSize, int characters) {
		MemoryEstimate estimate = estimate(hyperparameters, alphabetSize);
		double needed = needed(hyperparameters, alphabetSize, characters);
		if (needed > this.total) {
			UnprocessableException problem = new UnprocessableException("not-enough-memory",
					("Training would take about %s, but the machine has %s: weights %s, activations %s, characters %s. "
							+ "Try a smaller hiddenSize, batchSize or sequenceLength.")
						.formatted(gibibytes(needed), gibibytes(this.total), gibibytes(estimate.weights()),
								gibibytes(estimate.activations()), gibibytes(estimate.alphabet())));
			problem.with("estimatedBytes", (long) needed)
				.with("availableBytes", this.total)
				.with("field", "hiddenSize")
				.with("value", hyperparameters.hiddenSize());
			throw problem;
		}
	}

	/**
	 * Bytes that a job takes, about.
	 * @param hyperparameters how it is to be trained
	 * @param alphabetSize V
	 * @param characters N, each of which takes two bytes
	 */
	double needed(Hyperparameters hyperparameters, int alphabetSize, int characters) {
		return (double) estimate(hyperparameters, alphabetSize).total() + 2.0 * characters;
	}

	/** Bytes that the machine has. */
	long total() {
		return this.total;
	}

	private static MemoryEstimate estimate(Hyperparameters hyperparameters, int alphabetSize) {
		return MemoryEstimate.ofTraining(hyperparameters.architecture(alphabetSize), hyperparameters.batchSize(),
				hyperparameters.sequenceLength());
	}

	private static String gibibytes(double bytes) {
		return "%,.1f GiB".formatted(bytes / (1 << 30));
	}

}
