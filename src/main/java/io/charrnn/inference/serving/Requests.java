package io.charrnn.inference.serving;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import io.charrnn.access.Account;
import io.charrnn.access.Caller;
import io.charrnn.api.Client;
import io.charrnn.model.step.StepBatch;
import io.charrnn.problem.UnavailableException;

import org.springframework.beans.factory.DisposableBean;

/** The requests in progress, whose number is limited. */
public class Requests implements DisposableBean {

	private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

	/** For another replica, or the next start. */
	private static final Duration RETRY_AFTER_STOP = Duration.ofSeconds(5);

	/** What requests have to end by themselves when the process ends. */
	private static final Duration GRACE = Duration.ofSeconds(1);

	/** Texts of a request for each thread that need not wait for places. */
	private static final int LEAST_OF_REQUEST = StepBatch.CAPACITY / 8;

	private final int most;

	private final Semaphore places;

	private final StepThreads threads;

	private final Shares shares;

	private final Supplier<Account> accounts;

	private final Supplier<Client> clients;

	private final Duration patience;

	private final Set<Request> open = ConcurrentHashMap.newKeySet();

	private volatile boolean stopping;

	/**
	 * Has places for requests.
	 * @param threads what steps for them
	 * @param accounts the account of the calling thread's request
	 * @param clients the client of the calling thread's request
	 * @param patience how often to look whether a client is still there
	 */
	Requests(int most, StepThreads threads, Supplier<Account> accounts, Supplier<Client> clients, Duration patience) {
		this.most = most;
		this.places = new Semaphore(most);
		this.threads = threads;
		this.accounts = accounts;
		this.shares = new Shares(2 * StepBatch.CAPACITY * threads.count(), LEAST_OF_REQUEST * threads.count(),
				StepBatch.CAPACITY * threads.count(), threads::step);
		this.clients = clients;
		this.patience = patience;
	}

	/**
	 * Lets a request in; to be closed by the same thread.
	 * @throws UnavailableException if there are too many
	 * @throws io.charrnn.problem.TooManyRequestsException if its caller has had its
	 * characters
	 */
	public Request begin() {
		if (this.stopping) {
			throw stopped();
		}
		Account account = this.accounts.get();
		if (!this.places.tryAcquire()) {
			this.open.forEach(Request::giveWay);
			throw new UnavailableException("too-many-requests",
					String.format(Locale.ROOT,
							"The service computes at most %d requests at the same time, and that many are in progress.",
							this.most),
					RETRY_AFTER);
		}
		Request request = new Request(this.shares, this::end, Caller.keyId().orElse(null), account, this.clients.get(),
				this.patience);
		this.open.add(request);
		if (this.stopping) {
			// A stop in the meantime may not have seen it.
			request.close();
			throw stopped();
		}
		return request;
	}

	/** Lets requests in, at first and after a stop. */
	void admit() {
		this.stopping = false;
	}

	/** Lets nobody in, and ends all that do not end by themselves. */
	void stop() {
		this.stopping = true;
		long begun = System.nanoTime();
		while (!this.open.isEmpty() && System.nanoTime() - begun < GRACE.toNanos()) {
			LockSupport.parkNanos(GRACE.toNanos() / 100);
		}
		this.open.forEach((request) -> request.fail(stopped()));
	}

	private static UnavailableException stopped() {
		return new UnavailableException("stopping", "The server is shutting down.", RETRY_AFTER_STOP);
	}

	/** Texts that are read or written now. */
	int load() {
		return this.threads.load();
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
