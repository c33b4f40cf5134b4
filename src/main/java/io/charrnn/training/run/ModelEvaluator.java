package io.charrnn.training.run;

import java.util.Optional;
import java.util.function.BooleanSupplier;

import io.charrnn.model.EncodedText;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.NotFiniteException;
import io.charrnn.model.step.Evaluation;
import io.charrnn.model.step.Stepper;

/**
 * Computes validation losses as scores do.
 *
 * @param threadPreparation is run in each thread before a native library computes in it
 */
record ModelEvaluator(Runnable threadPreparation) implements Evaluator {

	@Override
	public Optional<Double> loss(LanguageModel model, EncodedText text, int threads, Aside aside,
			BooleanSupplier goOn) {
		return aside.call(() -> loss(model, text, threads), goOn);
	}

	/** Not a number, if that is why the evaluation failed. */
	private double loss(LanguageModel model, EncodedText text, int threads) {
		try {
			return Evaluation.loss(new Stepper(model), text, threads, this.threadPreparation);
		}
		catch (NotFiniteException ex) {
			return Double.NaN;
		}
	}

}
