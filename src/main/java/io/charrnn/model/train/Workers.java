package io.charrnn.model.train;

import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

import org.jspecify.annotations.Nullable;

/**
 * Threads that do parts of the same work at the same time, each always the same part. The
 * first part is the calling thread's, so that no core has to hand work over and sleep
 * while the others do it; the other threads wait awake for a moment when they have
 * nothing to do.
 */
final class Workers implements AutoCloseable {

	private final int count;

	private final Runnable preparation;

	/** Where the threads wait for work. */
	private final Barrier start;

	/** Where they wait for one another in their work; breaks down when one fails. */
	private final Barrier barrier;

	/** Where they wait until all have done it. */
	private final Barrier end;

	private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

	/** None before the first. */
	private @Nullable IntConsumer work;

	private @Nullable Thread prepared;

	private boolean closed;

	/**
	 * Starts threads.
	 * @param count their number, with the calling one
	 * @param preparation is run once by each before it works
	 */
	Workers(int count, Runnable preparation) {
		this(count, preparation, Thread::new);
	}

	Workers(int count, Runnable preparation, ThreadFactory threads) {
		this.count = count;
		this.preparation = preparation;
		this.start = new Barrier(count);
		this.barrier = new Barrier(count);
		this.end = new Barrier(count);
		start(threads);
		prepare();
	}

	/** Those that wait for work already end if one of the others cannot be started. */
	private void start(ThreadFactory threads) {
		boolean complete = false;
		try {
			for (int worker = 1; worker < this.count; worker++) {
				int part = worker;
				Thread thread = threads.newThread(() -> serve(part));
				thread.setName("training-" + part);
				thread.setDaemon(true);
				thread.start();
			}
			complete = true;
		}
		finally {
			if (!complete) {
				this.start.breakDown();
			}
		}
	}

	private void prepare() {
		boolean complete = false;
		try {
			runOnAll((worker) -> this.preparation.run());
			this.prepared = Thread.currentThread();
			complete = true;
		}
		finally {
			if (!complete) {
				close();
			}
		}
	}

	int count() {
		return this.count;
	}

	/**
	 * To be called by all threads in their work: each waits until the others are here.
	 */
	void awaitOthers() {
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
		if (this.prepared != Thread.currentThread()) {
			this.preparation.run();
			this.prepared = Thread.currentThread();
		}
		runOnAll(work);
	}

	private void runOnAll(IntConsumer shared) {
		throwFailure();
		this.work = shared;
		try {
			this.start.await();
			work(shared, 0);
			this.end.await();
		}
		finally {
			throwFailure();
		}
	}

	/** However the thread ends, nobody waits for it any more: all who would fail. */
	private void serve(int part) {
		try {
			while (true) {
				this.start.await();
				work(Objects.requireNonNull(this.work), part);
				this.end.await();
			}
		}
		catch (Throwable ex) {
			this.failure.compareAndSet(null, ex);
			this.start.breakDown();
			this.barrier.breakDown();
			this.end.breakDown();
		}
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

	/** The first to fail says why; the others only wait in vain for it. */
	private void work(IntConsumer shared, int part) {
		try {
			shared.accept(part);
		}
		catch (Throwable ex) {
			this.failure.compareAndSet(null, ex);
			this.barrier.breakDown();
		}
	}

	/** Ends the threads. */
	@Override
	public void close() {
		if (!this.closed) {
			this.closed = true;
			this.start.breakDown();
		}
	}

}
