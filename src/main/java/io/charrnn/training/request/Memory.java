package io.charrnn.training.request;

import java.lang.management.ManagementFactory;

import com.sun.management.OperatingSystemMXBean;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.MemoryEstimate;
import io.charrnn.model.TrainingEngine;
import io.charrnn.problem.UnprocessableException;

import org.springframework.stereotype.Component;

/**
 * What the machine has, or the container if there is one, and the Java heap, against what
 * jobs need.
 */
@Component
class Memory {

	/** What the service takes by itself, about. */
	private static final long SERVICE = 350L << 20;

	/** What the service needs of the heap by itself, about. */
	private static final long SERVICE_HEAP = 80L << 20;

	private final long total;

	private final long heap;

	Memory() {
		this(ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize(),
				Runtime.getRuntime().maxMemory());
	}

	/**
	 * Assumes a machine.
	 * @param total its bytes
	 * @param heap how large the Java heap may grow, in bytes
	 */
	Memory(long total, long heap) {
		this.total = total;
		this.heap = heap;
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
			throw new UnprocessableException("not-enough-memory",
					("Training would take about %s beside the %s of the service, but the machine has %s: weights %s, "
							+ "activations %s, characters %s. Try a smaller hiddenSize, batchSize or sequenceLength.")
						.formatted(gibibytes(needed), gibibytes(SERVICE), gibibytes(this.total),
								gibibytes(estimate.weights()), gibibytes(estimate.activations()),
								gibibytes(estimate.alphabet())))
				.with("estimatedBytes", (long) needed)
				.with("availableBytes", this.total)
				.with("field", "hiddenSize")
				.with("value", hyperparameters.hiddenSize());
		}
		if ((double) estimate.heap() + SERVICE_HEAP > this.heap) {
			throw new UnprocessableException("not-enough-memory",
					("Training would take about %s of the Java heap beside the %s of the service, but the heap may have %s. "
							+ "Start the service with a larger one (java -Xmx), or try a smaller hiddenSize, batchSize or "
							+ "sequenceLength.")
						.formatted(gibibytes(estimate.heap()), gibibytes(SERVICE_HEAP), gibibytes(this.heap)))
				.with("estimatedBytes", estimate.heap())
				.with("availableBytes", this.heap)
				.with("field", "hiddenSize")
				.with("value", hyperparameters.hiddenSize());
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
