package io.charrnn.model.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

import org.jspecify.annotations.Nullable;

/** Threads that do parts of the same work at the same time, each always the same part. */
final class Workers implements AutoCloseable {

	private final List<ExecutorService> threads = new ArrayList<>();

	private final Barrier barrier;

	private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

	/**
	 * Starts threads.
	 * @param count their number
	 * @param preparation is run once by each before it works
	 */
	Workers(int count, Runnable preparation) {
		this.barrier = new Barrier(count);
		for (int worker = 0; worker < count; worker++) {
			String name = "training-" + worker;
			this.threads.add(Executors.newSingleThreadExecutor((work) -> {
				Thread thread = new Thread(work, name);
				thread.setDaemon(true);
				return thread;
			}));
		}
		prepare(preparation);
	}

	private void prepare(Runnable preparation) {
		boolean prepared = false;
		try {
			run((worker) -> preparation.run());
			prepared = true;
		}
		finally {
			if (!prepared) {
				close();
			}
		}
	}

	int count() {
		return this.threads.size();
	}

	/**
	 * To be called by all threads in their work: each waits until the others are here.
	 */
	void meet() {
		this.barrier.await();
	}

	/**
	 * Runs a piece of work on every thread and waits for all of them, even if
	 * interrupted. If one fails there is no going on.
	 * @param work takes the thread's number
	 * @throws IllegalStateException whose cause is the first exception of any thread; an
	 * error is thrown as it is
	 */
	void run(IntConsumer work) {
		List<Future<?>> parts = new ArrayList<>();
		for (int worker = 0; worker < this.threads.size(); worker++) {
			int part = worker;
			parts.add(this.threads.get(worker).submit(() -> work(work, part)));
		}
		boolean interrupted = false;
		for (int part = 0; part < parts.size();) {
			try {
				parts.get(part).get();
				part++;
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
			catch (ExecutionException ex) {
				// The first of them is in the field.
				part++;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
		throwFailure();
	}

	private void throwFailure() {
		Throwable first = this.failure.get();
		if (first instanceof Error error) {
			throw error;
		}
		if (first != null) {
			throw new IllegalStateException("a training thread failed", first);
		}
	}

	/** The first to fail says why; the others only fail to meet it. */
	private void work(IntConsumer work, int part) {
		try {
			work.accept(part);
		}
		catch (RuntimeException | Error ex) {
			this.failure.compareAndSet(null, ex);
			this.barrier.breakDown();
			throw ex;
		}
	}

	@Override
	public void close() {
		this.threads.forEach(ExecutorService::shutdown);
	}

}
