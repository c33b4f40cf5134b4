package io.charrnn.model.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/** Threads that do parts of the same work at the same time, each always the same part. */
final class Workers implements AutoCloseable {

	private final List<ExecutorService> threads = new ArrayList<>();

	/**
	 * Starts threads.
	 * @param count their number
	 * @param preparation is run once by each before it works
	 */
	Workers(int count, Runnable preparation) {
		for (int worker = 0; worker < count; worker++) {
			String name = "training-" + worker;
			this.threads.add(Executors.newSingleThreadExecutor((work) -> {
				Thread thread = new Thread(() -> {
					preparation.run();
					work.run();
				}, name);
				thread.setDaemon(true);
				return thread;
			}));
		}
	}

	int count() {
		return this.threads.size();
	}

	/**
	 * Runs a piece of work on every thread and waits for all of them, even if
	 * interrupted.
	 * @param work takes the thread's number
	 */
	void run(IntConsumer work) {
		List<Future<?>> parts = new ArrayList<>();
		for (int worker = 0; worker < this.threads.size(); worker++) {
			int part = worker;
			parts.add(this.threads.get(worker).submit(() -> work.accept(part)));
		}
		boolean interrupted = false;
		Throwable failure = null;
		for (int part = 0; part < parts.size();) {
			try {
				parts.get(part).get();
				part++;
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
			catch (ExecutionException ex) {
				failure = (failure != null) ? failure : ex.getCause();
				part++;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
		if (failure != null) {
			throw new IllegalStateException("a training thread failed", failure);
		}
	}

	@Override
	public void close() {
		this.threads.forEach(ExecutorService::shutdown);
	}

}
