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

	private final Barrier barrier;

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
	 * To be called by all threads in their work: each waits until the others are here.
	 */
	void meet() {
		this.barrier.await();
	}

	/**
	 * Runs a piece of work on every thread and waits for all of them, even if
	 * interrupted. If one fails there is no going on.
	 * @param work takes the thread's number
	 */
	void run(IntConsumer work) {
		List<Future<?>> parts = new ArrayList<>();
		for (int worker = 0; worker < this.threads.size(); worker++) {
			int part = worker;
			parts.add(this.threads.get(worker).submit(() -> work(work, part)));
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

	private void work(IntConsumer work, int part) {
		boolean done = false;
		try {
			work.accept(part);
			done = true;
		}
		finally {
			if (!done) {
				this.barrier.breakDown();
			}
		}
	}

	@Override
	public void close() {
		this.threads.forEach(ExecutorService::shutdown);
	}

}
