package io.charrnn.inference.serving;

import java.io.IOException;
import java.util.concurrent.Semaphore;

/** A request's share of the processor. Used by the request's thread. */
public final class Turn implements AutoCloseable {

	private final Semaphore places;

	private final Semaphore cores;

	private final long nanoseconds;

	private final Between between;

	private long begun;

	private boolean computing;

	Turn(Semaphore places, Semaphore cores, long nanoseconds, Between between) {
		this.places = places;
		this.cores = cores;
		this.nanoseconds = nanoseconds;
		this.between = between;
		await();
	}

	/**
	 * To be called after each character: lets others compute if the turn is over.
	 * @throws IOException if what is done between turns fails
	 */
	public void next() throws IOException {
		if (System.nanoTime() - this.begun >= this.nanoseconds) {
			pause(this.between);
		}
	}

	/**
	 * Lets others compute while something is done that may have to wait.
	 * @param work what to do
	 * @throws IOException if it fails
	 */
	public void pause(Between work) throws IOException {
		end();
		work.run();
		await();
	}

	private void await() {
		this.cores.acquireUninterruptibly();
		this.computing = true;
		this.begun = System.nanoTime();
	}

	private void end() {
		if (this.computing) {
			this.computing = false;
			this.cores.release();
		}
	}

	@Override
	public void close() {
		end();
		this.places.release();
	}

	/** What a request does between its turns. */
	@FunctionalInterface
	public interface Between {

		/** For requests that answer at once, at their end. */
		Between NOTHING = () -> {
		};

		void run() throws IOException;

	}

}
