package io.charrnn.training.web;

import java.net.URI;

import io.charrnn.api.Page;
import io.charrnn.corpus.CorpusId;
import io.charrnn.training.JobFilter;
import io.charrnn.training.JobId;
import io.charrnn.training.JobOrder;
import io.charrnn.training.SearchId;
import io.charrnn.training.TrainingJob;
import io.charrnn.training.TrainingJobStatus;
import io.charrnn.training.TrainingJobs;
import io.charrnn.training.request.Estimates;
import io.charrnn.training.request.JobControl;
import io.charrnn.training.request.NewTrainingJob;
import io.charrnn.training.request.Submission;
import io.charrnn.training.request.TrainingEstimate;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Training jobs: ask for them, look at them, change them. */
@RestController
@RequestMapping("/api/v1/training-jobs")
@Tag(name = "Training")
class TrainingJobsController {

	private final TrainingJobs jobs;

	private final Submission submission;

	private final Estimates estimates;

	private final JobControl control;

	TrainingJobsController(TrainingJobs jobs, Submission submission, Estimates estimates, JobControl control) {
		this.jobs = jobs;
		this.submission = submission;
		this.estimates = estimates;
		this.control = control;
	}

	@PostMapping
	@ResponseStatus(HttpStatus.ACCEPTED)
	@Operation(operationId = "train", summary = "Train a model on a corpus",
			description = "The job waits for a free worker, trains, and on success publishes the next version of the "
					+ "model. It survives restarts of the service.")
	ResponseEntity<TrainingJobJson> submit(@RequestBody NewTrainingJob request) {
		TrainingJob job = this.submission.submit(request);
		return ResponseEntity.accepted()
			.location(URI.create("/api/v1/training-jobs/" + job.id()))
			.body(TrainingJobJson.of(job));
	}

	@PostMapping("/estimates")
	@Operation(operationId = "estimateTraining", summary = "Estimate a training job",
			description = "Takes the same request as a training job, with the same errors, but does not train: "
					+ "returns the complete hyperparameters, the size of the network, and the time and memory "
					+ "that training would take.")
	TrainingEstimate estimate(@RequestBody NewTrainingJob request) {
		return this.estimates.estimate(request);
	}

	@GetMapping
	@Operation(operationId = "listTrainingJobs", summary = "List training jobs")
	Page<TrainingJobJson> list(
			@Parameter(description = "Only jobs with this status.") @RequestParam @Nullable TrainingJobStatus status,
			@Parameter(description = "Only jobs for models of this name.") @RequestParam @Nullable String model,
			@Parameter(description = "Only jobs on this corpus.") @RequestParam @Nullable CorpusId corpus,
			@Parameter(description = "Only jobs on corpora whose names contain this, ignoring case.",
					example = "shakespeare") @RequestParam @Nullable String corpusName,
			@Parameter(description = "Only jobs with this tag.",
					example = "baseline") @RequestParam @Nullable String tag,
			@Parameter(description = "Only the trials of this search.") @RequestParam @Nullable SearchId search,
			@Parameter(
					description = "Only jobs whose model, text's name, tags or named settings (as `gru`) have each of these "
							+ "words in them, whatever the case.",
					example = "shakespeare gru") @RequestParam @Nullable String query,
			@Parameter(
					description = "What to sort by, with `-` for descending order. Missing values count as greatest.",
					schema = @Schema(defaultValue = "-createdAt",
							allowableValues = { "createdAt", "-createdAt", "finishedAt", "-finishedAt",
									"bestValidationLoss", "-bestValidationLoss", "model", "-model" })) @RequestParam(
											defaultValue = "-createdAt") String sort,
			@Parameter(description = "`next` of the previous page.") @RequestParam @Nullable String after,
			@Parameter(description = "Maximum number of jobs on a page, 1 to 500.") @RequestParam(
					defaultValue = "50") int limit) {
		Page<TrainingJob> page = this.jobs.list(new JobFilter(status, model, corpus, corpusName, tag, search, query),
				JobOrder.parse(sort), after, Page.limit(limit));
		return new Page<>(page.items().stream().map(TrainingJobJson::of).toList(), page.next());
	}

	@GetMapping("/{id}")
	@Operation(operationId = "showTrainingJob", summary = "Get a training job")
	TrainingJobJson get(@PathVariable JobId id) {
		return TrainingJobJson.of(this.jobs.find(id));
	}

	@PatchMapping("/{id}")
	@Operation(operationId = "changeTrainingJob", summary = "Change a training job's tags",
			description = "Does not affect training. Fields left out do not change.")
	TrainingJobJson change(@PathVariable JobId id, @RequestBody TrainingJobChange change) {
		return TrainingJobJson.of(this.control.tag(id, change.checked()));
	}

	@PostMapping("/{id}/pause")
	@Operation(operationId = "pauseTrainingJob", summary = "Pause a training job",
			description = "A running job writes a checkpoint first, within about a second; until then "
					+ "requestedStatus is paused.")
	@ApiResponse(responseCode = "202", description = "The job is paused or about to be")
	@ResponseStatus(HttpStatus.ACCEPTED)
	TrainingJobJson pause(@PathVariable JobId id) {
		return TrainingJobJson.of(this.control.pause(id));
	}

	@PostMapping("/{id}/resume")
	@Operation(operationId = "resumeTrainingJob", summary = "Resume a paused training job",
			description = "It continues from its checkpoint as soon as a worker is free.")
	@ResponseStatus(HttpStatus.ACCEPTED)
	TrainingJobJson resume(@PathVariable JobId id) {
		return TrainingJobJson.of(this.control.resume(id));
	}

	@PostMapping("/{id}/cancel")
	@Operation(operationId = "cancelTrainingJob", summary = "Cancel a training job",
			description = "Nothing is published; its checkpoints stay until the job is deleted. A running job ends "
					+ "within about a second; until then requestedStatus is cancelled.")
	@ResponseStatus(HttpStatus.ACCEPTED)
	TrainingJobJson cancel(@PathVariable JobId id) {
		return TrainingJobJson.of(this.control.cancel(id));
	}

	@PostMapping("/{id}/finish")
	@Operation(operationId = "finishTrainingJob", summary = "Finish a training job now",
			description = "Publishes its best checkpoint as the next version of the model, or the last one if there "
					+ "is no validation. A running job validates once more first; until then requestedStatus "
					+ "is succeeded. A queued or paused job publishes the checkpoint it has.")
	@ResponseStatus(HttpStatus.ACCEPTED)
	TrainingJobJson finish(@PathVariable JobId id) {
		return TrainingJobJson.of(this.control.finish(id));
	}

	@PostMapping("/{id}/extend")
	@Operation(operationId = "extendTrainingJob", summary = "Continue training after a job has ended",
			description = "A job that succeeded, failed or was cancelled continues exactly from its last checkpoint, "
					+ "with the optimizer's state, to new limits, which count from the job's start. On success "
					+ "it publishes another version. The learning rate follows the schedule over the new "
					+ "limits, and early stopping starts counting again.")
	@ResponseStatus(HttpStatus.ACCEPTED)
	TrainingJobJson extend(@PathVariable JobId id,
			@io.swagger.v3.oas.annotations.parameters.RequestBody(content = @Content(schema = @Schema(
					ref = "#/components/schemas/" + HyperparameterSchemas.LIMITS))) @RequestBody JsonNode limits) {
		return TrainingJobJson.of(this.control.extend(id, limits));
	}

	@DeleteMapping("/{id}")
	@Operation(operationId = "deleteTrainingJob", summary = "Delete a training job that has ended",
			description = "Also deletes its metrics, samples and checkpoints; the published model stays.")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void delete(@PathVariable JobId id) {
		this.control.delete(id);
	}

}
