package io.charrnn.training.run;

import io.charrnn.corpus.Corpus;
import io.charrnn.model.Alphabet;
import io.charrnn.model.EncodedText;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.Streams;
import org.jspecify.annotations.Nullable;

/**
 * What a job learns from.
 *
 * @param corpus where it comes from
 * @param alphabet the characters that the model knows
 * @param training the training part
 * @param streams the training part, cut into batches
 * @param validation the validation part, or null if there is none
 */
record TrainingData(Corpus corpus, Alphabet alphabet, EncodedText training, Streams streams,
		@Nullable EncodedText validation) {

	/** Begins to count what n-grams reach on this split. */
	LossExpectation lossExpectation() {
		return (this.validation != null) ? LossExpectation.start(this.training, this.validation, this.alphabet.size())
				: LossExpectation.none();
	}

	static TrainingData of(Corpus corpus, Alphabet alphabet, EncodedText text, Hyperparameters hyperparameters) {
		int trainingCharacters = hyperparameters.trainingLength(text.length());
		EncodedText training = text.slice(0, trainingCharacters);
		Streams streams = new Streams(training, hyperparameters.batchSize(), hyperparameters.sequenceLength(),
				hyperparameters.seed());
		EncodedText validation = (trainingCharacters < text.length()) ? text.slice(trainingCharacters, text.length())
				: null;
		return new TrainingData(corpus, alphabet, training, streams, validation);
	}

}
