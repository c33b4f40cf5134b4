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
 * @param streams the training part, cut into batches
 * @param validation the validation part, or null if there is none
 */
record TrainingData(Corpus corpus, Alphabet alphabet, Streams streams, @Nullable EncodedText validation) {

	static TrainingData of(Corpus corpus, Alphabet alphabet, EncodedText text, Hyperparameters hyperparameters) {
		int trainingCharacters = hyperparameters.trainingLength(text.length());
		Streams streams = new Streams(text.slice(0, trainingCharacters), hyperparameters.batchSize(),
				hyperparameters.sequenceLength(), hyperparameters.seed());
		EncodedText validation = (trainingCharacters < text.length()) ? text.slice(trainingCharacters, text.length())
				: null;
		return new TrainingData(corpus, alphabet, streams, validation);
	}

}
