package io.charrnn.training.run;

import java.util.Locale;

import io.charrnn.corpus.Corpus;
import io.charrnn.model.Alphabet;
import io.charrnn.model.EncodedText;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.InvalidHyperparameterException;
import io.charrnn.model.Streams;
import io.charrnn.model.ValidationSplit;
import org.jspecify.annotations.Nullable;

/**
 * What a job learns from.
 *
 * @param validationCorpus where the validation part comes from, or null if from there,
 * too
 * @param streams the training part, cut into batches
 * @param validation the validation part, or null if there is none
 */
record TrainingData(Corpus corpus, @Nullable Corpus validationCorpus, Alphabet alphabet, EncodedText training,
		Streams streams, @Nullable EncodedText validation) {

	/** Characters of the validation part. */
	int validationLength() {
		return (this.validation != null) ? this.validation.length() : 0;
	}

	/** Begins to count what n-grams reach on this split. */
	LossExpectation lossExpectation() {
		return (this.validation != null) ? LossExpectation.start(this.training, this.validation, this.alphabet)
				: LossExpectation.none();
	}

	/**
	 * Splits a text.
	 * @throws InvalidHyperparameterException if no document is short enough to be kept
	 * for validation
	 */
	static TrainingData of(Corpus corpus, Alphabet alphabet, EncodedText text, Hyperparameters hyperparameters) {
		ValidationSplit split = hyperparameters.run().validationSplit();
		int trainingCharacters = hyperparameters.run().trainingLength(text.length());
		if (trainingCharacters == text.length()) {
			return new TrainingData(corpus, null, alphabet, text, streams(text, alphabet, hyperparameters), null);
		}
		ValidationSplit.Parts parts = split.cut(text, alphabet, trainingCharacters,
				hyperparameters.optimization().seed());
		if (parts.validation().length() == 0) {
			throw new InvalidHyperparameterException("validationSplit", "documents", String.format(Locale.ROOT,
					"end, because none of the documents fits into %,d characters", text.length() - trainingCharacters));
		}
		return new TrainingData(corpus, null, alphabet, parts.training(),
				streams(parts.training(), alphabet, hyperparameters), parts.validation());
	}

	/** All of a text, and another one for validation. */
	static TrainingData of(Corpus corpus, Corpus validationCorpus, Alphabet alphabet, EncodedText text,
			EncodedText validation, Hyperparameters hyperparameters) {
		return new TrainingData(corpus, validationCorpus, alphabet, text, streams(text, alphabet, hyperparameters),
				validation);
	}

	private static Streams streams(EncodedText training, Alphabet alphabet, Hyperparameters hyperparameters) {
		return Streams.of(training, alphabet, hyperparameters.optimization().batchSize(),
				hyperparameters.optimization().sequenceLength(), hyperparameters.optimization().seed());
	}

}
