package io.charrnn.training.request;

import java.util.stream.DoubleStream;

import io.charrnn.model.Hyperparameters;
import io.charrnn.model.InvalidHyperparameterException;
import io.charrnn.model.RunOptions;
import io.charrnn.model.Streams;

/**
 * Fits to a corpus what a request leaves open.
 *
 * @param requested what the request gives, which stays as it is
 * @param characters N of the corpus
 */
record Fit(RequestedHyperparameters requested, int characters) {

	/** Characters for validation beyond which more of them only take time. */
	private static final int ENOUGH_VALIDATION = 500_000;

	/** Part of a text that is kept for validation at most, unless it is requested. */
	private static final double MOST_VALIDATION = 0.2;

	/** Iterations that an epoch of a short corpus has at least. */
	private static final int LEAST_ITERATIONS = 4;

	Hyperparameters of(Hyperparameters wanted) {
		double validationFraction = this.requested.has("validationFraction") ? wanted.run().validationFraction()
				: validationFraction(wanted.run().validationFraction());
		if (validationFraction == 0 && this.requested.gives("earlyStopping")
				&& !this.requested.has("validationFraction")) {
			throw new InvalidHyperparameterException("earlyStopping", this.requested.number("earlyStopping", 0),
					"left out: this short corpus (" + this.characters
							+ " characters) cannot spare a validation part of at least " + Admission.LEAST_VALIDATION
							+ " characters and at most half the corpus");
		}
		int training = RunOptions.trainingLength(this.characters, validationFraction);
		int mostPerIteration = (training - 1) / LEAST_ITERATIONS;
		int sequenceLength = atMost("sequenceLength", wanted.optimization().sequenceLength(),
				mostPerIteration / givenOrOne("batchSize"));
		int batchSize = atMost("batchSize", wanted.optimization().batchSize(), mostPerIteration / sequenceLength);
		long validateEvery = this.requested.has("validateEvery") ? wanted.run().validateEvery() : Math
			.max(wanted.run().validateEvery(), Streams.iterationsPerEpoch(training, batchSize, sequenceLength));
		return wanted.with(wanted.optimization().withBatch(batchSize, sequenceLength))
			.with(wanted.run().withValidation(validationFraction, validateEvery));
	}

	private int atMost(String field, int value, int most) {
		return this.requested.has(field) ? value : Math.max(1, Math.min(value, most));
	}

	/**
	 * The part of a text that is kept for validation if a request leaves it open: of a
	 * short text enough to say something, or nothing where that would take too much of it
	 * or of what the request has it learn at once. A request that needs more than there
	 * is changes nothing: it is rejected.
	 */
	private double validationFraction(double usual) {
		double fraction = Math.min(usual, (double) ENOUGH_VALIDATION / this.characters);
		int validation = Math.max(this.characters - RunOptions.trainingLength(this.characters, fraction),
				Admission.LEAST_VALIDATION);
		long learned = (long) givenOrOne("batchSize") * givenOrOne("sequenceLength") + 1;
		double most = this.characters * (this.requested.gives("earlyStopping") ? 0.5 : MOST_VALIDATION);
		long kept = (learned > this.characters) ? validation : Math.min(validation, this.characters - learned);
		return (kept < Admission.LEAST_VALIDATION || kept > most) ? 0 : fraction((int) kept, fraction);
	}

	/** A fraction that keeps as many characters, the usual one if it does. */
	private double fraction(int kept, double usual) {
		return DoubleStream.of(usual, (double) kept / this.characters, (kept - 0.5) / this.characters)
			.filter((fraction) -> RunOptions.trainingLength(this.characters, fraction) == this.characters - kept)
			.findFirst()
			.orElseThrow();
	}

	private int givenOrOne(String field) {
		return this.requested.number(field, 1);
	}

}
