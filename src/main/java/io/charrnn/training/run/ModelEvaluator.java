package io.charrnn.training.run;

import java.util.OptionalDouble;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

import io.charrnn.model.EncodedText;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.NotFiniteException;
import io.charrnn.model.step.Evaluation;
import io.charrnn.model.step.Stepper;

/** Computes validation losses as scores do. */
final class ModelEvaluator implements Evaluator {

	private static final long POLL_MILLIS = 100;

	private final Runnable threadPreparation;

	/**
	 * Prepares to evaluate.
	 * @param threadPreparation is run in each thread before a native library computes in
	 * it
	 */
	ModelEvaluator(Runnable threadPreparation) {
		this.threadPreparation = threadPreparation;
	}

	@Override
	public OptionalDouble loss(LanguageModel model, EncodedText text, int threads, BooleanSupplier goOn) {
		FutureTask<Double> evaluation = new FutureTask<>(
				() -> Evaluation.loss(new Stepper(model), text, threads, this.threadPreparation));
		Thread thread = new Thread(evaluation, "validation");
		thread.setDaemon(true);
		thread.start();
		try {
			return await(evaluation, goOn);
		}
		finally {
			evaluation.cancel(true);
		}
	}

	private static OptionalDouble await(FutureTask<Double> evaluation, BooleanSupplier goOn) {
		while (goOn.getAsBoolean()) {
			try {
				return OptionalDouble.of(evaluation.get(POLL_MILLIS, TimeUnit.MILLISECONDS));
			}
			catch (TimeoutException ex) {
				// not yet
			}
			catch (ExecutionException ex) {
				return OptionalDouble.of(lossOf(ex));
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
		return OptionalDouble.empty();
	}

	/** Not a number, if that is why the evaluation failed. */
	private static double lossOf(ExecutionException failure) {
		if (failure.getCause() instanceof NotFiniteException) {
			return Double.NaN;
		}
		if (failure.getCause() instanceof Error error) {
			throw error;
		}
		throw (failure.getCause() instanceof RuntimeException cause) ? cause : new IllegalStateException(failure);
	}

}
