package io.charrnn.search;

import java.util.Locale;

import io.charrnn.problem.ConflictException;
import io.charrnn.problem.Problem;

/** The status of a search. Owns all transitions. */
public enum SearchStatus {

	/** Its trials wait or are trained. */
	RUNNING,

	/** Was stopped on request, with its clock. */
	PAUSED,

	/** Ended; the best trial was published. */
	SUCCEEDED,

	/** Ended without a trial that could be published. */
	FAILED,

	/** Ended on request; nothing was published. */
	CANCELLED;

	/** Whether it has ended and never changes again. */
	public boolean finished() {
		return switch (this) {
			case RUNNING, PAUSED -> false;
			case SUCCEEDED, FAILED, CANCELLED -> true;
		};
	}

	/**
	 * The status that an event leads to.
	 * @throws ConflictException naming the status, if it cannot happen in it
	 */
	SearchStatus next(Event event) {
		return switch (this) {
			case RUNNING -> switch (event) {
				case PAUSE -> PAUSED;
				case CANCEL -> CANCELLED;
				case SUCCEED -> SUCCEEDED;
				case FAIL -> FAILED;
				case RESUME -> throw conflict(event);
			};
			case PAUSED -> switch (event) {
				case RESUME -> RUNNING;
				case CANCEL -> CANCELLED;
				case PAUSE, SUCCEED, FAIL -> throw conflict(event);
			};
			case SUCCEEDED, FAILED, CANCELLED -> throw conflict(event);
		};
	}

	/** What the API calls it. */
	public String text() {
		return name().toLowerCase(Locale.ROOT);
	}

	private Problem conflict(Event event) {
		return wrong("A search with the status %s cannot be %s.".formatted(text(), event.participle));
	}

	/** What is told of a change that is not possible in this status. */
	Problem wrong(String detail) {
		return new ConflictException("wrong-status", detail).with("searchStatus", text());
	}

	/** What happens to a search. */
	enum Event {

		/** Somebody asked for a pause. */
		PAUSE("paused"),

		/** Somebody asked to continue. */
		RESUME("resumed"),

		/** Somebody asked for the end. */
		CANCEL("cancelled"),

		/** A trial has won and is published. */
		SUCCEED("completed"),

		/** No trial is left. */
		FAIL("failed");

		private final String participle;

		Event(String participle) {
			this.participle = participle;
		}

	}

}
