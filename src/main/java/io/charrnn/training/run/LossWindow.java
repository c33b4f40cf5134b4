package io.charrnn.training.run;

import java.time.Instant;

import io.charrnn.model.Update;
import io.charrnn.training.Metric;
import org.jspecify.annotations.Nullable;

/** Sums up iterations until the next point of the curves. */
final class LossWindow {

	private final long charactersPerIteration;

	private long iterations;

	private double loss;

	private double gradientNorm;

	private long clipped;

	private double learningRate;

	private long nanoseconds;

	/**
	 * An empty window.
	 * @param charactersPerIteration B x T
	 */
	LossWindow(long charactersPerIteration) {
		this.charactersPerIteration = charactersPerIteration;
	}

	void add(Update update, double rate, long nanoTaken) {
		this.iterations++;
		this.nanoseconds += nanoTaken;
		this.loss += update.loss();
		this.gradientNorm += update.gradientNorm();
		this.clipped += update.clipped() ? 1 : 0;
		this.learningRate = rate;
	}

	boolean empty() {
		return this.iterations == 0;
	}

	/** Makes a point of what was summed up, and starts again. */
	Metric close(long iteration, @Nullable Double validationLoss, Instant now) {
		double seconds = Math.max(1e-6, this.nanoseconds / 1e9);
		Metric metric = new Metric(iteration, this.loss / this.iterations, validationLoss, this.learningRate,
				this.gradientNorm / this.iterations, (double) this.clipped / this.iterations,
				this.iterations * this.charactersPerIteration / seconds, now);
		this.iterations = 0;
		this.loss = 0;
		this.gradientNorm = 0;
		this.clipped = 0;
		this.nanoseconds = 0;
		return metric;
	}

}
