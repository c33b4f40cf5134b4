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
 * characters has N - 1 predictions. Where a document begins, reading starts again, and
 * its end is predicted like a character.
 */
public final class Evaluation {

	/**
	 * Characters that are read of a part before the first one that is predicted. What a
	 * recurrent network remembers from farther back changes the mean loss of a part by
	 * less than can be seen.
	 */
	private static final int WARM_UP = 1000;

	/** Of shorter parts too much would be read twice. */
	private static final int LEAST_PART = 4 * WARM_UP;

	/** More side by side would hardly be faster. */
	private static final int MOST_PARTS = StepBatch.CAPACITY;

	private Evaluation() {
	}

	/**
	 * The mean cross-entropy over all predictions. A short text gives exactly the mean of
	 * the {@link #surprisals}. A longer one is read as up to 64 parts side by side, each
	 * from 1,000 characters before it on with the zero state, which changes the mean by
	 * less than 1e-5. The threads do not change it.
	 * @param stepper the model
	 * @param text at least 2 characters
	 * @param threads most threads to use; short texts use fewer
	 * @param preparation is run in each thread before a native library computes in it
	 * @return nats per character
	 * @throws io.charrnn.model.NotFiniteException if the model's output is not finite
	 * @throws CancellationException if the calling thread is interrupted
	 */
	public static double loss(Stepper stepper, EncodedText text, int threads, Runnable preparation) {
		int predictions = text.length() - 1;
		if (predictions < 1) {
			throw new IllegalArgumentException("a text needs two characters to be predicted, not " + text.length());
		}
		List<Part> parts = parts(text);
		double[] sums = (parts.size() == 1) ? surprisals(stepper, text)
				: sums(stepper, parts, Math.min(threads, parts.size()), preparation);
		return DoubleStream.of(sums).reduce(0, Double::sum) / predictions;
	}

	private static List<Part> parts(EncodedText text) {
		int predictions = text.length() - 1;
		int count = Math.max(1, Math.min(MOST_PARTS, predictions / LEAST_PART));
		List<Part> parts = new ArrayList<>();
		for (int part = 0; part < count; part++) {
			int from = boundary(predictions, part, count);
			int before = Math.min(from, WARM_UP);
			parts.add(new Part(text.slice(from - before, boundary(predictions, part + 1, count) + 1), before));
		}
		return parts;
	}

	private static int boundary(int predictions, int part, int count) {
		return (int) ((long) predictions * part / count);
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
			if (stepper.alphabet().isMark(text.at(position))) {
				reader.forget();
			}
			reader.read(text.at(position));
			surprisals[position] = reader.surprisal(stepper.alphabet().target(text.at(position + 1)));
		}
		return surprisals;
	}

	private static double[] sums(Stepper stepper, List<Part> parts, int groups, Runnable preparation) {
		List<Callable<double[]>> tasks = new ArrayList<>();
		for (int group = 0; group < groups; group++) {
			List<Part> some = parts.subList(boundary(parts.size(), group, groups),
					boundary(parts.size(), group + 1, groups));
			tasks.add(() -> {
				preparation.run();
				stepper.packForBatches();
				return new PartsReader(stepper, some).sums();
			});
		}
		ExecutorService threads = Executors.newFixedThreadPool(groups);
		try {
			List<double[]> sums = new ArrayList<>();
			for (Future<double[]> group : threads.invokeAll(tasks)) {
				sums.add(group.get());
			}
			return sums.stream().flatMapToDouble(DoubleStream::of).toArray();
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

	/**
	 * A part of a text.
	 *
	 * @param text what is read of it, but for the last character, which is only predicted
	 * @param before how many of the predictions belong to the part before
	 */
	record Part(EncodedText text, int before) {

		/** Characters that are read. */
		int length() {
			return this.text.length() - 1;
		}

	}

}
