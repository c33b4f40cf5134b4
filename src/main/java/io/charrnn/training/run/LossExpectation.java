package io.charrnn.training.run;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import io.charrnn.model.Alphabet;
import io.charrnn.model.EncodedText;
import io.charrnn.model.NGramBaseline;
import io.charrnn.training.NGramLoss;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts n-grams on a thread of its own while the network trains. It counts the last
 * characters of a long training part and predicts the first of a long validation part, so
 * that it takes at most about 100 MB and some seconds.
 */
final class LossExpectation implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(LossExpectation.class);

	private static final int ORDERS = 6;

	private static final int MOST_TRAINING = 4_000_000;

	private static final int MOST_VALIDATION = 500_000;

	private static final Duration POLL = Duration.ofMillis(100);

	private @Nullable FutureTask<List<NGramLoss>> counting;

	private LossExpectation(@Nullable FutureTask<List<NGramLoss>> counting) {
		this.counting = counting;
	}

	/**
	 * Bytes of the heap that counting takes at most.
	 * @param training characters of the training part
	 * @param validation characters of the validation part, without which nothing is
	 * counted
	 */
	static long bytes(int training, int validation) {
		return (validation == 0) ? 0 : (long) NGramBaseline.BYTES_OF_LEARNED * Math.min(training, MOST_TRAINING)
				+ (long) NGramBaseline.BYTES_OF_PREDICTED * Math.min(validation, MOST_VALIDATION);
	}

	/** For jobs that have it already, or have nothing to measure it on. */
	static LossExpectation none() {
		return new LossExpectation(null);
	}

	/** Begins to count. */
	static LossExpectation start(EncodedText training, EncodedText validation, Alphabet alphabet) {
		return start(() -> count(training, validation, alphabet));
	}

	static LossExpectation start(Supplier<List<NGramLoss>> count) {
		FutureTask<List<NGramLoss>> counting = new FutureTask<>(count::get);
		Thread thread = new Thread(counting, "loss-expectation");
		thread.setDaemon(true);
		thread.setPriority(Thread.MIN_PRIORITY);
		thread.start();
		return new LossExpectation(counting);
	}

	static List<NGramLoss> count(EncodedText training, EncodedText validation, Alphabet alphabet) {
		EncodedText counted = training.slice(Math.max(0, training.length() - MOST_TRAINING), training.length());
		EncodedText predicted = validation.slice(0, Math.min(validation.length(), MOST_VALIDATION));
		double[] losses = NGramBaseline.losses(alphabet.targets(counted), alphabet.targets(predicted), alphabet.size(),
				ORDERS);
		return IntStream.rangeClosed(1, ORDERS)
			.mapToObj((order) -> new NGramLoss(order, losses[order - 1], counted.length(), predicted.length()))
			.toList();
	}

	/** The losses if they are there now, once; else null. */
	@Nullable List<NGramLoss> poll() {
		return (this.counting != null && this.counting.isDone()) ? take(Duration.ZERO) : null;
	}

	/**
	 * The losses as soon as they are there, once.
	 * @param goOn asked now and then whether to wait on
	 * @return null if they were taken before or will not come
	 */
	@Nullable List<NGramLoss> await(BooleanSupplier goOn) {
		List<NGramLoss> losses = null;
		while (losses == null && this.counting != null && goOn.getAsBoolean()) {
			losses = take(POLL);
		}
		return losses;
	}

	private @Nullable List<NGramLoss> take(Duration patience) {
		if (this.counting == null) {
			return null;
		}
		try {
			List<NGramLoss> losses = this.counting.get(patience.toMillis(), TimeUnit.MILLISECONDS);
			this.counting = null;
			return losses;
		}
		catch (TimeoutException ex) {
			return null;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return null;
		}
		catch (ExecutionException | CancellationException ex) {
			logger.warn("the n-gram losses of a job are missing", ex);
			this.counting = null;
			return null;
		}
	}

	@Override
	public void close() {
		if (this.counting != null) {
			this.counting.cancel(true);
		}
	}

}
