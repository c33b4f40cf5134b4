package io.charrnn.search.web;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

import io.charrnn.api.ServerSentEvents;
import io.charrnn.search.Search;
import io.charrnn.search.Searches;
import io.charrnn.training.SearchId;
import io.charrnn.training.stream.EventSource;

/** The changes of a search; of those that came quickly only the newest is told. */
final class EventsOfSearch implements EventSource {

	/** Of the events. */
	static final String NAME = "search";

	private final SearchId search;

	private final Searches searches;

	private final Clock clock;

	private long after;

	/**
	 * Tells nothing yet.
	 * @param after number of the last event that the client knows
	 */
	EventsOfSearch(SearchId search, long after, Searches searches, Clock clock) {
		this.search = search;
		this.after = after;
		this.searches = searches;
		this.clock = clock;
	}

	@Override
	public News send(ServerSentEvents out) throws IOException {
		Optional<Search> found = this.searches.lookUp(this.search);
		if (found.isEmpty()) {
			return News.ENDED;
		}
		Search current = found.get();
		if (current.revision() > this.after) {
			out.send(current.revision(), NAME, SearchJson.of(current, Instant.ofEpochMilli(this.clock.millis())));
			this.after = current.revision();
			return News.SENT;
		}
		return current.status().finished() ? News.ENDED : News.NOTHING;
	}

	@Override
	public String toString() {
		return this.search.toString();
	}

}
