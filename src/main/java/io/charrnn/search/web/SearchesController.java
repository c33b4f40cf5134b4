package io.charrnn.search.web;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;

import io.charrnn.api.Page;
import io.charrnn.api.StreamedEvents;
import io.charrnn.api.StreamedEvents.Event;
import io.charrnn.problem.MalformedException;
import io.charrnn.search.Search;
import io.charrnn.search.SearchControl;
import io.charrnn.search.SearchStatus;
import io.charrnn.search.Searches;
import io.charrnn.training.SearchId;
import io.charrnn.training.stream.EventStreams;
import io.charrnn.training.stream.StreamEnd;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Searches: ask for them, look at them, change them. */
@RestController
@RequestMapping("/api/v1/searches")
@Tag(name = "Training")
class SearchesController {

	private final Searches searches;

	private final SearchControl control;

	private final EventStreams streams;

	private final Clock clock;

	SearchesController(Searches searches, SearchControl control, EventStreams streams, Clock clock) {
		this.searches = searches;
		this.control = control;
		this.streams = streams;
		this.clock = clock;
	}

	@PostMapping
	@ResponseStatus(HttpStatus.ACCEPTED)
	@Operation(operationId = "search", summary = "Search for the best model within a time limit",
			description = "Several trials, which are training jobs, compete: in each rung, all remaining trials are "
					+ "trained for twice as long, and the better half advances. The last one gets the rest of "
					+ "the time and is published as the next version of the model. The first trial is what the "
					+ "preset `auto` chooses. Trials are queued after all other jobs.")
	ResponseEntity<SearchJson> submit(@RequestBody NewSearch request) {
		Search search = this.control.submit(MalformedException.required("corpus", request.corpus()),
				MalformedException.required("model", request.model()), request.toSearchRequest());
		return ResponseEntity.accepted().location(URI.create("/api/v1/searches/" + search.id())).body(json(search));
	}

	@GetMapping
	@Operation(operationId = "listSearches", summary = "List searches, newest first")
	Page<SearchJson> list(
			@Parameter(description = "Only searches with this status.") @RequestParam @Nullable SearchStatus status,
			@Parameter(description = "`next` of the previous page.") @RequestParam @Nullable String after,
			@Parameter(description = "Maximum number of searches on a page, 1 to 500.") @RequestParam(
					defaultValue = "50") int limit) {
		Page<Search> page = this.searches.list(status, after, Page.limit(limit));
		return new Page<>(page.items().stream().map(this::json).toList(), page.next());
	}

	@GetMapping("/{id}")
	@Operation(operationId = "getSearch", summary = "Get a search with its leaderboard")
	SearchJson find(@PathVariable SearchId id) {
		return json(this.searches.find(id));
	}

	@PostMapping("/{id}/pause")
	@Operation(operationId = "pauseSearch", summary = "Pause a search",
			description = "Its clock stops, and its trials pause after a checkpoint.")
	@ResponseStatus(HttpStatus.ACCEPTED)
	SearchJson pause(@PathVariable SearchId id) {
		return json(this.control.pause(id));
	}

	@PostMapping("/{id}/resume")
	@Operation(operationId = "resumeSearch", summary = "Resume a paused search",
			description = "Its trials continue exactly where they stopped.")
	@ResponseStatus(HttpStatus.ACCEPTED)
	SearchJson resume(@PathVariable SearchId id) {
		return json(this.control.resume(id));
	}

	@PostMapping("/{id}/cancel")
	@Operation(operationId = "cancelSearch", summary = "Cancel a search",
			description = "Nothing is published, and the checkpoints of its trials are deleted.")
	@ResponseStatus(HttpStatus.ACCEPTED)
	SearchJson cancel(@PathVariable SearchId id) {
		return json(this.control.cancel(id));
	}

	@DeleteMapping("/{id}")
	@Operation(operationId = "deleteSearch", summary = "Delete a search that has ended",
			description = "Also deletes the training jobs of its trials; the published model stays.")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void delete(@PathVariable SearchId id) {
		this.control.delete(id);
	}

	@GetMapping(path = "/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	@Operation(operationId = "streamSearchEvents", summary = "Stream the changes of a search",
			description = "Each event has the whole search after a change of its rungs or trials. For curves, see "
					+ "the trials' training jobs. Ends when the search has ended. Comments keep the connection "
					+ "alive.")
	@ApiResponse(responseCode = "200", description = "Events search",
			content = @Content(mediaType = MediaType.TEXT_EVENT_STREAM_VALUE))
	@ApiResponse(responseCode = "204", description = "The search has ended and nothing happened after that event")
	@StreamedEvents({ @Event(name = EventsOfSearch.NAME, data = SearchJson.class),
			@Event(name = StreamEnd.NAME, data = StreamEnd.class) })
	@Nullable ResponseEntity<Void> events(@PathVariable SearchId id,
			@Parameter(description = "Number of the last event already received.") @RequestHeader(
					name = "Last-Event-ID", required = false) @Nullable String lastEventIdHeader,
			@Parameter(description = "The same, for clients that cannot set headers.") @RequestParam(
					required = false) @Nullable String lastEventId,
			HttpServletResponse response) throws IOException {
		Search search = this.searches.find(id);
		long after = EventStreams.number((lastEventIdHeader != null) ? lastEventIdHeader : lastEventId);
		if (search.status().finished() && after >= search.revision()) {
			return ResponseEntity.noContent().build();
		}
		this.streams.send(new EventsOfSearch(id, after, this.searches, this.clock), response);
		return null;
	}

	private SearchJson json(Search search) {
		return SearchJson.of(search, Instant.ofEpochMilli(this.clock.millis()));
	}

}
