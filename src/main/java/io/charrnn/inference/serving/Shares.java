package io.charrnn.inference.serving;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Shares the places in which texts are stepped. As long as there are some, every text
 * gets one. When all are taken, a request still gets some and a caller some more, so that
 * those who took many do not keep others waiting; other texts wait until it is the turn
 * of their caller and request: of those that have the fewest places. Callers are told
 * apart by their keys: where none are needed, each request is one.
 */
final class Shares {

	private static final Comparator<Share> FEWEST = Comparator.comparingInt((Share share) -> share.caller.stepped)
		.thenComparingInt((share) -> share.stepped);

	private final int places;

	private final int leastOfRequest;

	private final int leastOfCaller;

	private final Consumer<Reading> steps;

	/** Texts that are stepped. Guarded by this. */
	private int stepped;

	/** Of requests that have texts here, the oldest first. Guarded by this. */
	private final Map<Request, Share> shares = new LinkedHashMap<>();

	/** Of those who have texts here. Guarded by this. */
	private final Map<Object, Caller> callers = new HashMap<>();

	/**
	 * Begins without readings.
	 * @param places for texts that are stepped at a time
	 * @param leastOfRequest texts of a request that are stepped though there is no place,
	 * unless its caller has too many
	 * @param leastOfCaller texts of a caller up to which its requests get that
	 * @param steps takes a reading whose turn has come
	 */
	Shares(int places, int leastOfRequest, int leastOfCaller, Consumer<Reading> steps) {
		this.places = places;
		this.leastOfRequest = leastOfRequest;
		this.leastOfCaller = leastOfCaller;
		this.steps = steps;
	}

	/** Has a reading stepped, now or when its turn has come. */
	void step(Reading reading) {
		if (begins(reading)) {
			this.steps.accept(reading);
		}
	}

	private synchronized boolean begins(Reading reading) {
		Share share = this.shares.computeIfAbsent(reading.request(), this::share);
		if (!share.waiting.isEmpty() || !mayBegin(share)) {
			share.waiting.add(reading);
			return false;
		}
		count(share, 1);
		return true;
	}

	private Share share(Request request) {
		Object key = (request.caller() != null) ? request.caller() : request;
		Caller caller = this.callers.computeIfAbsent(key, (absent) -> new Caller(key));
		caller.requests++;
		return new Share(request, caller);
	}

	private boolean mayBegin(Share share) {
		return this.stepped < this.places
				|| (share.stepped < this.leastOfRequest && share.caller.stepped < this.leastOfCaller);
	}

	private void count(Share share, int readings) {
		this.stepped += readings;
		share.stepped += readings;
		share.caller.stepped += readings;
	}

	/** A reading is stepped no more, or pauses. */
	void left(Reading reading) {
		Reading next = next(reading);
		if (next != null) {
			this.steps.accept(next);
		}
	}

	private synchronized @Nullable Reading next(Reading left) {
		Share share = this.shares.get(left.request());
		if (share != null) {
			count(share, -1);
		}
		this.shares.values().forEach(Share::dropCancelled);
		Share turn = this.shares.values()
			.stream()
			.filter((other) -> !other.waiting.isEmpty() && mayBegin(other))
			.min(FEWEST)
			.orElse(null);
		Reading next = (turn != null) ? turn.waiting.remove() : null;
		if (turn != null) {
			count(turn, 1);
		}
		this.shares.values().removeIf(this::isOver);
		return next;
	}

	private boolean isOver(Share share) {
		boolean over = share.stepped == 0 && share.waiting.isEmpty();
		if (over && --share.caller.requests == 0) {
			this.callers.remove(share.caller.key);
		}
		return over;
	}

	/** A caller's texts. */
	private static final class Caller {

		private final Object key;

		/** Requests that have texts here. */
		private int requests;

		private int stepped;

		Caller(Object key) {
			this.key = key;
		}

	}

	/** A request's texts. */
	private static final class Share {

		private final Request request;

		private final Caller caller;

		private final Queue<Reading> waiting = new ArrayDeque<>();

		private int stepped;

		Share(Request request, Caller caller) {
			this.request = request;
			this.caller = caller;
		}

		/** Nobody waits for what is left of a request that was broken off. */
		private void dropCancelled() {
			if (this.request.cancelled()) {
				this.waiting.clear();
			}
		}

	}

}
