package io.charrnn.training.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.charrnn.workspace.CurrentWorkspace;
import io.charrnn.workspace.Workspace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work of a job that takes long and cannot be broken off: it is done on threads of its
 * own, so that the job can be let go before it has ended. Closing waits for what is still
 * being done, as it uses the job's memory.
 */
final class Aside implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Aside.class);

	private static final long POLL_MILLIS = 50;

	private final List<Thread> threads = new ArrayList<>();

	/**
	 * Does something for as long as it is wanted.
	 * @param goOn asked now and then
	 * @return what came out, or nothing if it was not wanted any more
	 */
	<T> Optional<T> call(Supplier<T> work, BooleanSupplier goOn) {
		return call(work, goOn, (result) -> {
		});
	}

	/**
	 * Does something for as long as it is wanted.
	 * @param work what to do; its thread is interrupted when nobody wants it any more
	 * @param goOn asked now and then
	 * @param discard is given what comes out later
	 * @return what came out, or nothing if it was not wanted any more
	 */
	<T> Optional<T> call(Supplier<T> work, BooleanSupplier goOn, Consumer<T> discard) {
		AtomicBoolean taken = new AtomicBoolean();
		Workspace workspace = CurrentWorkspace.get();
		FutureTask<T> task = new FutureTask<>(() -> {
			T result = CurrentWorkspace.call(workspace, work);
			if (!taken.compareAndSet(false, true)) {
				discard.accept(result);
			}
			return result;
		});
		Thread thread = new Thread(task, "training-aside");
		thread.setDaemon(true);
		this.threads.removeIf((other) -> !other.isAlive());
		this.threads.add(thread);
		thread.start();
		try {
			while (goOn.getAsBoolean() || !taken.compareAndSet(false, true)) {
				try {
					return Optional.of(task.get(POLL_MILLIS, TimeUnit.MILLISECONDS));
				}
				catch (TimeoutException ex) {
					// not yet
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
					if (taken.compareAndSet(false, true)) {
						break;
					}
				}
				catch (ExecutionException ex) {
					throw failure(ex);
				}
			}
			return Optional.empty();
		}
		finally {
			// Nobody waits for it any more, whether it has ended or not.
			thread.interrupt();
		}
	}

	private static RuntimeException failure(ExecutionException ex) {
		if (ex.getCause() instanceof Error error) {
			throw error;
		}
		return (ex.getCause() instanceof RuntimeException cause) ? cause : new IllegalStateException(ex);
	}

	/** Does not wait if interrupted, as the process ends then. */
	@Override
	public void close() {
		try {
			for (Thread thread : this.threads) {
				thread.join();
			}
		}
		catch (InterruptedException ex) {
			logger.debug("the process ends before what a job has begun");
			Thread.currentThread().interrupt();
		}
	}

}
