package io.charrnn.training.run;

import java.time.Duration;

import io.charrnn.model.RunOptions;
import io.charrnn.training.Progress;
import org.jspecify.annotations.Nullable;

/**
 * When training ends: at the first limit it reaches.
 *
 * @param iterations most updates, by epochs or as such, or null for no limit
 * @param duration most time spent training, or null for no limit
 */
public record Limits(@Nullable Long iterations, @Nullable Duration duration) {

	public static Limits of(RunOptions run, int iterationsPerEpoch) {
		long iterations = Long.MAX_VALUE;
		if (run.epochs() != null) {
			iterations = (long) run.epochs() * iterationsPerEpoch;
		}
		if (run.maxIterations() != null) {
			iterations = Math.min(iterations, run.maxIterations());
		}
		return new Limits((iterations < Long.MAX_VALUE) ? iterations : null, run.maxDuration());
	}

	/** Whether a job that has come so far has ended. */
	public boolean reached(long iteration, Duration trainingTime) {
		return (this.iterations != null && iteration >= this.iterations)
				|| (this.duration != null && trainingTime.compareTo(this.duration) >= 0);
	}

	/** Part of the way to the nearest limit that is done, [0, 1]. */
	public double fraction(long iteration, Duration trainingTime) {
		double byIterations = (this.iterations != null) ? (double) iteration / this.iterations : 0;
		double byTime = (this.duration != null) ? (double) trainingTime.toNanos() / this.duration.toNanos() : 0;
		return Math.min(1, Math.max(byIterations, byTime));
	}

	/**
	 * How far a job has come on the way to these limits.
	 * @param before on the way to others
	 * @param iteration updates done
	 * @param trainingTime time spent training
	 */
	public Progress progress(Progress before, long iteration, Duration trainingTime) {
		return new Progress(iteration, expectedIterations(iteration, trainingTime), before.epoch(),
				fraction(iteration, trainingTime), before.charactersPerSecond(), trainingTime, before.trainingLoss(),
				before.validationLoss(), before.bestValidationLoss());
	}

	/** Updates until the nearest limit; at the pace so far where that is time. */
	public long expectedIterations(long iteration, Duration trainingTime) {
		double fraction = fraction(iteration, trainingTime);
		long expected = (fraction > 0) ? Math.round(iteration / fraction) : 0;
		return (this.iterations != null && (this.duration == null || expected == 0)) ? this.iterations
				: Math.max(iteration, expected);
	}

}
