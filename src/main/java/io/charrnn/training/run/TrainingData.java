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
		return (this.validation != null) ? LossExpectation.start(this.training, this.validation, this.alphabet)
				: LossExpectation.none();
	}

	static TrainingData of(Corpus corpus, Alphabet alphabet, EncodedText text, Hyperparameters hyperparameters) {
		int trainingCharacters = cut(text, alphabet, hyperparameters.run().trainingLength(text.length()));
		EncodedText training = text.slice(0, trainingCharacters);
		Streams streams = Streams.of(training, alphabet, hyperparameters.optimization().batchSize(),
				hyperparameters.optimization().sequenceLength(), hyperparameters.optimization().seed());
		EncodedText validation = (trainingCharacters < text.length()) ? text.slice(trainingCharacters, text.length())
				: null;
		return new TrainingData(corpus, alphabet, training, streams, validation);
	}

	/**
	 * Where the validation part begins: with the first document that begins there or
	 * later, if that leaves half of the part at least, and else within a document.
	 */
	private static int cut(EncodedText text, Alphabet alphabet, int wanted) {
		for (int position = wanted; position <= text.length() - (text.length() - wanted) / 2 - 1; position++) {
			if (alphabet.isMark(text.at(position))) {
				return position;
			}
		}
		return wanted;
	}

}
