package io.charrnn.openai.finetuning;

import java.util.ArrayList;
import java.util.List;

import io.charrnn.api.Page;
import io.charrnn.openai.list.ListObject;
import io.charrnn.problem.UnprocessableException;
import io.charrnn.training.Checkpoints;
import io.charrnn.training.JobEvents;
import io.charrnn.training.JobId;
import io.charrnn.training.TrainingJob;
import io.charrnn.training.TrainingJobs;
import io.charrnn.training.request.JobControl;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Fine-tuning jobs: ask for them, look at them, change them. */
@RestController
@RequestMapping("/v1/fine_tuning/jobs")
@Tag(name = "OpenAI")
class FineTuningJobController {

	private final FineTuning fineTuning;

	private final FineTuningJobs described;

	private final TrainingJobs jobs;

	private final JobEvents events;

	private final Checkpoints checkpoints;

	private final JobControl control;

	FineTuningJobController(FineTuning fineTuning, FineTuningJobs described, TrainingJobs jobs, JobEvents events,
			Checkpoints checkpoints, JobControl control) {
		this.fineTuning = fineTuning;
		this.described = described;
		this.jobs = jobs;
		this.events = events;
		this.checkpoints = checkpoints;
		this.control = control;
	}

	@Operation(operationId = "openAiCreateFineTuningJob", summary = "Train a model on a file",
			description = "On success, the job publishes the next version of the model named by `suffix`.")
	@PostMapping
	FineTuningJob create(@RequestBody FineTuningRequest request) {
		return this.described.describe(this.fineTuning.submit(request));
	}

	@Operation(operationId = "openAiListFineTuningJobs", summary = "List fine-tuning jobs, newest first",
			description = "All training jobs, including those created under /api/v1.")
	@GetMapping
	ListObject<FineTuningJob> list(
			@Parameter(description = "Id of the last job of the previous page.") @RequestParam(
					required = false) @Nullable JobId after,
			@Parameter(description = "Maximum number of jobs on a page, 1 to 500.") @RequestParam(
					defaultValue = "20") int limit,
			@Parameter(hidden = true) @RequestParam(required = false) @Nullable String metadata,
			@Parameter(hidden = true) HttpServletRequest request) {
		Page.limit(limit);
		refuseMetadata(request);
		TrainingJob before = (after != null) ? this.jobs.find(after) : null;
		List<FineTuningJob> found = this.jobs.olderThan(before, limit + 1)
			.stream()
			.map(this.described::describe)
			.toList();
		return ListObject.page(found, limit, FineTuningJob::id);
	}

	@Operation(operationId = "openAiShowFineTuningJob", summary = "Get a fine-tuning job")
	@GetMapping("/{id}")
	FineTuningJob show(@PathVariable JobId id) {
		return this.described.describe(this.jobs.find(id));
	}

	@Operation(operationId = "openAiCancelFineTuningJob", summary = "Cancel a fine-tuning job",
			description = "A running job ends within about a second.")
	@PostMapping("/{id}/cancel")
	FineTuningJob cancel(@PathVariable JobId id) {
		return this.described.describe(this.control.cancel(id));
	}

	@Operation(operationId = "openAiPauseFineTuningJob", summary = "Pause a fine-tuning job",
			description = "A running job writes a checkpoint first, within about a second.")
	@PostMapping("/{id}/pause")
	FineTuningJob pause(@PathVariable JobId id) {
		return this.described.describe(this.control.pause(id));
	}

	@Operation(operationId = "openAiResumeFineTuningJob", summary = "Resume a paused fine-tuning job")
	@PostMapping("/{id}/resume")
	FineTuningJob resume(@PathVariable JobId id) {
		return this.described.describe(this.control.resume(id));
	}

	@Operation(operationId = "openAiListFineTuningEvents", summary = "List a fine-tuning job's events, newest first",
			description = "Losses, samples and checkpoints, and the latest change of the job's status.")
	@GetMapping("/{id}/events")
	ListObject<FineTuningEvent> events(@PathVariable JobId id,
			@Parameter(description = "Id of the last event of the previous page.") @RequestParam(
					required = false) @Nullable String after,
			@Parameter(description = "Maximum number of events on a page, 1 to 500.") @RequestParam(
					defaultValue = "20") int limit) {
		Page.limit(limit);
		TrainingJob job = this.jobs.find(id);
		long before = (after != null) ? FineTuningEvent.number(after) : Long.MAX_VALUE;
		List<FineTuningEvent> found = new ArrayList<>();
		this.events.before(job, before, limit + 1).forEach((event) -> found.add(FineTuningEvent.of(job, event)));
		if (found.size() <= limit && before > 0) {
			found.add(FineTuningEvent.created(job));
		}
		return ListObject.page(found, limit, FineTuningEvent::id);
	}

	@Operation(operationId = "openAiListFineTuningCheckpoints",
			summary = "List a fine-tuning job's checkpoints, newest first",
			description = "The last one, and the best if it is another. Each can be used as a model in completions.")
	@GetMapping("/{id}/checkpoints")
	ListObject<FineTuningCheckpoint> checkpoints(@PathVariable JobId id,
			@Parameter(description = "Id of the last checkpoint of the previous page.") @RequestParam(
					required = false) @Nullable String after,
			@Parameter(description = "Maximum number of checkpoints on a page, 1 to 500.") @RequestParam(
					defaultValue = "10") int limit) {
		Page.limit(limit);
		List<FineTuningCheckpoint> all = this.checkpoints.list(this.jobs.find(id).id())
			.stream()
			.map(FineTuningCheckpoint::of)
			.toList();
		int from = (after != null) ? 1 + place(after, all) : 0;
		return ListObject.page(all.subList(from, all.size()), limit, FineTuningCheckpoint::id);
	}

	private static int place(String id, List<FineTuningCheckpoint> all) {
		int place = all.stream().map(FineTuningCheckpoint::id).toList().indexOf(id);
		if (place < 0) {
			throw UnprocessableException.outOfBounds("after", id, "the id of one of the job's checkpoints");
		}
		return place;
	}

	private static void refuseMetadata(HttpServletRequest request) {
		if (request.getParameterMap().keySet().stream().anyMatch((name) -> name.startsWith("metadata"))) {
			throw new UnprocessableException("unsupported", "Listing by metadata is not supported.").with("field",
					"metadata");
		}
	}

}
