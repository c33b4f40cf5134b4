package io.charrnn.training.web;

import java.io.IOException;
import java.time.Clock;

import io.charrnn.training.JobEvents;
import io.charrnn.training.JobId;
import io.charrnn.training.TrainingJob;
import io.charrnn.training.TrainingJobs;
import io.charrnn.training.stream.EventStreams;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
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

/** What happens to training jobs, as it happens. */
@RestController
@Tag(name = "Training")
class EventsController {

	private final TrainingJobs jobs;

	private final JobEvents events;

	private final EventStreams streams;

	private final Clock clock;

	EventsController(TrainingJobs jobs, JobEvents events, EventStreams streams, Clock clock) {
		this.jobs = jobs;
		this.events = events;
		this.streams = streams;
		this.clock = clock;
	}

	@GetMapping(path = "/api/v1/training-jobs/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	@Operation(operationId = "streamTrainingEvents", summary = "Stream a training job's events",
			description = "Starts after the event in Last-Event-ID, or with the first one, and ends when the job has "
					+ "ended. When a job resumes from a checkpoint, iterations after it occur again. Comments "
					+ "keep the connection alive.")
	@ApiResponse(responseCode = "200", description = "Events status, metrics, sample and checkpoint",
			content = @Content(mediaType = MediaType.TEXT_EVENT_STREAM_VALUE, schema = @Schema(type = "string"),
					examples = @ExampleObject("id: 7\nevent: metrics\ndata: {\"iteration\":100,\"trainingLoss\":2.1}\n\n")))
	@ApiResponse(responseCode = "204", description = "The job has ended and nothing happened after that event")
	@Nullable ResponseEntity<Void> events(@PathVariable JobId id,
			@Parameter(description = "Number of the last event already received.") @RequestHeader(
					name = "Last-Event-ID", required = false) @Nullable String lastEventIdHeader,
			@Parameter(description = "The same, for clients that cannot set headers.") @RequestParam(
					required = false) @Nullable String lastEventId,
			HttpServletResponse response) throws IOException {
		TrainingJob job = this.jobs.find(id);
		long after = EventStreams.number((lastEventIdHeader != null) ? lastEventIdHeader : lastEventId);
		if (job.status().finished() && after >= job.event()) {
			return ResponseEntity.noContent().build();
		}
		this.streams.send(new EventsOfJob(job.id(), after, this.jobs, this.events), response);
		return null;
	}

	@GetMapping(path = "/api/v1/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	@Operation(operationId = "streamEvents", summary = "Stream the events of all training jobs",
			description = "Each event `status` has a job of the workspace after a change of its status, its tags or "
					+ "what it waits for. A state that lasts less than half a second may be skipped. Starts "
					+ "now, or after the event in Last-Event-ID; a change may then be sent twice. Ends when "
					+ "the client disconnects; comments keep the connection alive.")
	@ApiResponse(responseCode = "200", description = "Events named status", content = @Content(
			mediaType = MediaType.TEXT_EVENT_STREAM_VALUE, schema = @Schema(type = "string"),
			examples = @ExampleObject("id: 1772366400000\nevent: status\ndata: {\"id\":\"job_9b1deb4d3b7d4bad9bdd2b0d7b3dcb6d\",\"status\":\"succeeded\"}\n\n")))
	void allEvents(
			@Parameter(description = "Id of the last event already received.") @RequestHeader(name = "Last-Event-ID",
					required = false) @Nullable String lastEventIdHeader,
			@Parameter(description = "The same, for clients that cannot set headers.") @RequestParam(
					required = false) @Nullable String lastEventId,
			HttpServletResponse response) throws IOException {
		long first = first((lastEventIdHeader != null) ? lastEventIdHeader : lastEventId);
		this.streams.send(new EventsOfWorkspace(first, this.jobs), response);
	}

	private long first(@Nullable String lastEventId) {
		return (lastEventId == null || lastEventId.isBlank()) ? this.clock.millis() : EventStreams.number(lastEventId);
	}

}
