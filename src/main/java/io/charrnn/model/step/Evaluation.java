package io.charrnn.model.step;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.DoubleStream;

import io.charrnn.model.EncodedText;

/**
 * How well a model predicts a text. Reading begins with the zero state; the first
 * character is read but not predicted, as nothing stands before it. So a text of N
 * characters has N - 1 predictions.
 */
public final class Evaluation {

	/**
	 * Characters that a thread reads before the first one that it predicts. What a
	 * recurrent network remembers from farther back changes the mean loss of a part by
	 * less than can be seen.
	 */
	private static final int WARM_UP = 1000;

	private static final int LEAST_PART = 10 * WARM_UP;

	private Evaluation() {
	}

	/**
	 * The mean cross-entropy over all predictions. One thread gives exactly the mean of
	 * the {@link #surprisals}. With more, each predicts a part of the text and begins
	 * 1,000 characters before it with the zero state, which changes the mean by less than
	 * 1e-5.
	 * @param stepper the model
	 * @param text at least 2 characters
	 * @param threads most threads to use; short texts use fewer
	 * @return nats per character
	 * @throws io.charrnn.model.NotFiniteException if the model's output is not finite
	 * @throws CancellationException if the calling thread is interrupted
	 */
	public static double loss(Stepper stepper, EncodedText text, int threads) {
		int predictions = text.length() - 1;
		if (predictions < 1) {
			throw new IllegalArgumentException("a text needs two characters to be predicted, not " + text.length());
		}
		int parts = Math.max(1, Math.min(threads, predictions / LEAST_PART));
		return ((parts == 1) ? sum(stepper, text, 0) : sumOfParts(stepper, text, parts)) / predictions;
	}

	/**
	 * How surprising each character after the first is: minus the logarithm of its
	 * probability, given all before.
	 * @param stepper the model
	 * @param text N characters
	 * @return {@code [N - 1]}, nats
	 * @throws io.charrnn.model.NotFiniteException if the model's output is not finite
	 * @throws CancellationException if the thread is interrupted
	 */
	public static double[] surprisals(Stepper stepper, EncodedText text) {
		double[] surprisals = new double[Math.max(0, text.length() - 1)];
		SteppedText reader = new SteppedText(stepper);
		for (int position = 0; position < surprisals.length; position++) {
			if (Thread.currentThread().isInterrupted()) {
				throw new CancellationException("interrupted while evaluating");
			}
			reader.read(text.at(position));
			surprisals[position] = reader.surprisal(text.at(position + 1));
		}
		return surprisals;
	}

	private static double sumOfParts(Stepper stepper, EncodedText text, int parts) {
		List<Callable<Double>> tasks = new ArrayList<>();
		for (int part = 0; part < parts; part++) {
			int from = boundary(text, part, parts);
			EncodedText read = text.slice(Math.max(0, from - WARM_UP), boundary(text, part + 1, parts) + 1);
			tasks.add(() -> sum(stepper, read, Math.min(from, WARM_UP)));
		}
		ExecutorService threads = Executors.newFixedThreadPool(parts);
		try {
			double sum = 0;
			for (Future<Double> part : threads.invokeAll(tasks)) {
				sum += part.get();
			}
			return sum;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new CancellationException("interrupted while evaluating");
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof Error error) {
				throw error;
			}
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : new IllegalStateException(ex);
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static int boundary(EncodedText text, int part, int parts) {
		return (int) ((text.length() - 1L) * part / parts);
	}

	private static double sum(Stepper stepper, EncodedText text, int unpredicted) {
		return DoubleStream.of(surprisals(stepper, text)).skip(unpredicted).reduce(0, Double::sum);
	}

}
