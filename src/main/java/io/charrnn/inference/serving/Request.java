package io.charrnn.inference.serving;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import io.charrnn.access.Account;
import io.charrnn.api.Client;
import io.charrnn.api.ClientGoneException;
import io.charrnn.connection.Exchange;
import io.charrnn.model.HiddenState;
import org.jspecify.annotations.Nullable;

/**
 * A request's slots among those in progress. Used by the request's thread, which waits
 * here while step threads work for it.
 */
public final class Request implements AutoCloseable {

	private final Thread thread = Thread.currentThread();

	private final Shares shares;

	private final Consumer<Request> end;

	private final @Nullable String caller;

	private final Account account;

	private final Client client;

	private final @Nullable Exchange exchange = Exchange.ofThisThread();

	/** Nanoseconds after which the client is looked for again. */
	private final long patience;

	/** {@link System#nanoTime} when the client was there. */
	private long clientSeen = System.nanoTime();

	/** Readings that have not ended. Guarded by this. */
	private int active;

	/** What made a reading fail. Written under this. */
	private volatile @Nullable Throwable failure;

	/** Whether all readings have ended. Written under this. */
	private volatile boolean idle = true;

	/** Whether nothing more is to be done. */
	private volatile boolean cancelled;

	/** Whether the thread wants to know of news. */
	private volatile boolean listening;

	/**
	 * A place.
	 * @param shares takes a reading whose turn has come
	 * @param end is told at the end
	 * @param caller whose it is, or null where callers need no key
	 * @param account what it reads and writes is charged to
	 * @param client who waits for the answer
	 * @param patience how often to look whether the client is still there
	 */
	Request(Shares shares, Consumer<Request> end, @Nullable String caller, Account account, Client client,
			Duration patience) {
		this.shares = shares;
		this.end = end;
		this.caller = caller;
		this.account = account;
		this.client = client;
		this.patience = patience.toNanos();
	}

	/**
	 * Lets a model read a text. Texts that are started side by side are read side by
	 * side.
	 * @param from the state to begin with; becomes the reading's own
	 */
	public Reading start(LoadedModel model, Script script, HiddenState from) {
		Reading reading = new Reading(this, model.stepper(), script, from);
		synchronized (this) {
			this.idle = false;
			this.active++;
		}
		this.shares.step(reading);
		return reading;
	}

	/**
	 * Waits for the end of all readings.
	 * @throws RuntimeException what a script threw
	 * @throws java.io.UncheckedIOException if the client has gone
	 */
	public void await() {
		while (!ended()) {
			park(Long.MAX_VALUE);
		}
	}

	/**
	 * Waits for the end of all readings, or for some time. The thread sleeps meanwhile,
	 * whatever news there are.
	 * @param nanoseconds most time to wait
	 * @return whether all readings have ended
	 * @throws RuntimeException what a script threw
	 * @throws java.io.UncheckedIOException if the client has gone
	 */
	public boolean await(long nanoseconds) {
		long begun = System.nanoTime();
		for (long left = nanoseconds; left > 0 && !ended(); left = nanoseconds - (System.nanoTime() - begun)) {
			park(left);
		}
		return ended();
	}

	/**
	 * Waits for the end of all readings, for news, or for some time.
	 * @param news whether there is any; is asked again after steps in which the model was
	 * asked
	 * @param nanoseconds most time to wait
	 * @return whether all readings have ended
	 * @throws RuntimeException what a script threw
	 * @throws java.io.UncheckedIOException if the client has gone
	 */
	public boolean await(BooleanSupplier news, long nanoseconds) {
		long begun = System.nanoTime();
		try {
			while (!ended()) {
				this.listening = true;
				long left = nanoseconds - (System.nanoTime() - begun);
				if (left <= 0 || news.getAsBoolean()) {
					break;
				}
				park(left);
			}
		}
		finally {
			this.listening = false;
		}
		return ended();
	}

	private boolean ended() {
		Throwable thrown = this.failure;
		if (thrown instanceof RuntimeException exception) {
			throw exception;
		}
		if (thrown instanceof Error error) {
			throw error;
		}
		return this.idle;
	}

	private void park(long nanoseconds) {
		LockSupport.parkNanos(this, Math.min(nanoseconds, this.patience));
		if (Thread.interrupted()) {
			throw new IllegalStateException("interrupted while the response was computed");
		}
		long now = System.nanoTime();
		if (now - this.clientSeen >= this.patience) {
			if (this.client.isGone()) {
				throw new ClientGoneException();
			}
			this.clientSeen = now;
		}
	}

	/** Ends what is left of the work. */
	@Override
	public void close() {
		this.cancelled = true;
		this.end.accept(this);
	}

	/** Ends the work with a failure, unless it has failed already. */
	void fail(Throwable thrown) {
		synchronized (this) {
			if (this.failure == null) {
				this.failure = thrown;
			}
		}
		this.cancelled = true;
		LockSupport.unpark(this.thread);
	}

	/** Lets others have its place if its client is slow to read what is written. */
	void giveWay() {
		if (this.exchange != null) {
			this.exchange.giveWay();
		}
	}

	/** Counts characters that were read or written for it. */
	void charge(long characters) {
		this.account.charge(characters);
	}

	@Nullable String caller() {
		return this.caller;
	}

	/** Whether its readings are to be dropped. */
	boolean cancelled() {
		return this.cancelled;
	}

	/** A script was told what the model says. */
	void hasNews() {
		if (this.listening) {
			this.listening = false;
			LockSupport.unpark(this.thread);
		}
	}

	/** A reading has left its batch because its script paused. */
	void paused(Reading reading) {
		reading.charge();
		this.shares.left(reading);
	}

	/** A reading that paused goes on. */
	void goOn(Reading reading) {
		this.shares.step(reading);
	}

	/** A reading ended. */
	void ended(Reading reading) {
		reading.charge();
		this.shares.left(reading);
		boolean last;
		synchronized (this) {
			this.active--;
			last = this.active == 0;
			this.idle = last;
		}
		if (last) {
			LockSupport.unpark(this.thread);
		}
	}

}
