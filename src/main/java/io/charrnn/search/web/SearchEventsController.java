package io.charrnn.search.web;

import java.io.IOException;
import java.time.Clock;

import io.charrnn.search.Search;
import io.charrnn.search.Searches;
import io.charrnn.training.SearchId;
import io.charrnn.training.stream.EventStreams;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What happens in a search, as it happens. */
@RestController
@Tag(name = "Training")
class SearchEventsController {

	private final Searches searches;

	private final EventStreams streams;

	private final Clock clock;

	SearchEventsController(Searches searches, EventStreams streams, Clock clock) {
		this.searches = searches;
		this.streams = streams;
		this.clock = clock;
	}

	@GetMapping(path = "/api/v1/searches/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	@Operation(operationId = "streamSearchEvents", summary = "Stream the changes of a search",
			description = "An event has the whole search as it is after a change of its rungs or trials. Curves are those of "
					+ "the trials' training jobs. Goes on until the search has ended. Comments keep the connection alive.")
	@ApiResponse(responseCode = "200", description = "Events search",
			content = @Content(mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
					examples = @ExampleObject("id: 3\nevent: search\ndata: {\"status\":\"running\",\"rung\":1}\n\n")))
	@ApiResponse(responseCode = "204", description = "The search has ended and nothing happened after that event")
	@Nullable ResponseEntity<Void> events(@PathVariable SearchId id,
			@Parameter(description = "Number of the last event that is known already.") @RequestHeader(
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

}
