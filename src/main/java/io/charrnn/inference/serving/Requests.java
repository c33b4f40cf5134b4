package io.charrnn.inference.serving;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

import io.charrnn.problem.UnavailableException;

import org.springframework.beans.factory.DisposableBean;

/** The requests that are computed now, of which there is a bounded number. */
public class Requests implements DisposableBean {

	private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

	private final int most;

	private final Semaphore places;

	private final StepThreads threads;

	private final Set<Request> open = ConcurrentHashMap.newKeySet();

	Requests(int most, StepThreads threads) {
		this.most = most;
		this.places = new Semaphore(most);
		this.threads = threads;
	}

	/**
	 * Lets a request in; to be closed by the same thread.
	 * @throws UnavailableException if there are too many
	 */
	public Request begin() {
		if (!this.places.tryAcquire()) {
			throw new UnavailableException("too-many-requests",
					"The service computes %d requests at a time, and so many are there now.".formatted(this.most),
					RETRY_AFTER);
		}
		Request request = new Request(this.threads::step, this::end);
		this.open.add(request);
		return request;
	}

	/** Requests that are computed now. */
	public int count() {
		return this.open.size();
	}

	private void end(Request request) {
		if (this.open.remove(request)) {
			this.places.release();
		}
	}

	@Override
	public void destroy() {
		this.threads.close();
	}

}
