package io.charrnn.training.run;

import java.util.Optional;
import java.util.function.BooleanSupplier;

import io.charrnn.model.EncodedText;
import io.charrnn.model.LanguageModel;

/** Computes validation losses. */
interface Evaluator {

	/**
	 * The mean loss of a text, or nothing if the evaluation was broken off.
	 * @param model what predicts the text
	 * @param threads most threads to use
	 * @param aside where it is done
	 * @param goOn asked now and then whether to continue
	 */
	Optional<Double> loss(LanguageModel model, EncodedText text, int threads, Aside aside, BooleanSupplier goOn);

}
