package io.charrnn.training.web;

import java.io.IOException;
import java.time.Clock;

import io.charrnn.api.StreamedEvents;
import io.charrnn.api.StreamedEvents.Event;
import io.charrnn.training.Checkpoint;
import io.charrnn.training.JobEvent;
import io.charrnn.training.JobEvents;
import io.charrnn.training.JobId;
import io.charrnn.training.TrainingJob;
import io.charrnn.training.TrainingJobs;
import io.charrnn.training.TrainingSample;
import io.charrnn.training.stream.EventStreams;
import io.charrnn.training.stream.StreamEnd;
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
			content = @Content(mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
					examples = @ExampleObject("""
							id: 7
							event: metrics
							data: {"iteration":100,"trainingLoss":2.1,"validationLoss":2.05,"learningRate":0.002,"gradientNorm":0.8,\
							"clippedFraction":0.0,"charactersPerSecond":412000.0,"createdAt":"2026-03-01T12:00:00Z",\
							"progress":{"iteration":100,"iterations":1000,"epoch":1,"fraction":0.1,"charactersPerSecond":412000.0,\
							"secondsLeft":18.2,"trainingSeconds":2.0}}

							id: 8
							event: sample
							data: {"iteration":100,"text":"the was the so","temperature":0.7,"createdAt":"2026-03-01T12:00:00Z"}

							""")))
	@ApiResponse(responseCode = "204", description = "The job has ended and nothing happened after that event")
	@StreamedEvents({ @Event(name = JobEvent.STATUS, data = TrainingJobJson.class),
			@Event(name = JobEvent.METRICS, data = EventsOfJob.MetricEvent.class),
			@Event(name = JobEvent.SAMPLE, data = TrainingSample.class),
			@Event(name = JobEvent.CHECKPOINT, data = Checkpoint.class),
			@Event(name = StreamEnd.NAME, data = StreamEnd.class) })
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
	@ApiResponse(responseCode = "200", description = "Events named status",
			content = @Content(mediaType = MediaType.TEXT_EVENT_STREAM_VALUE))
	@StreamedEvents({ @Event(name = JobEvent.STATUS, data = TrainingJobJson.class),
			@Event(name = StreamEnd.NAME, data = StreamEnd.class) })
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
