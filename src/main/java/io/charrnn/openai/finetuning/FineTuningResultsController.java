package io.charrnn.openai.finetuning;

import java.util.ArrayList;
import java.util.List;

import io.charrnn.api.PageLimit;
import io.charrnn.openai.list.ListObject;
import io.charrnn.problem.UnprocessableException;
import io.charrnn.training.Checkpoints;
import io.charrnn.training.JobEvents;
import io.charrnn.training.JobId;
import io.charrnn.training.TrainingJob;
import io.charrnn.training.TrainingJobs;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What a fine-tuning job has brought forth so far. */
@RestController
@RequestMapping("/v1/fine_tuning/jobs/{id}")
@Tag(name = "OpenAI")
class FineTuningResultsController {

	private final TrainingJobs jobs;

	private final JobEvents events;

	private final Checkpoints checkpoints;

	FineTuningResultsController(TrainingJobs jobs, JobEvents events, Checkpoints checkpoints) {
		this.jobs = jobs;
		this.events = events;
		this.checkpoints = checkpoints;
	}

	@Operation(operationId = "openAiListFineTuningEvents",
			summary = "List a fine-tuning job's events, the newest first",
			description = "Losses, samples and checkpoints; of the job's status the newest change alone.")
	@GetMapping("/events")
	ListObject<FineTuningEvent> events(@PathVariable JobId id,
			@Parameter(description = "Id of the last event of the page before.") @RequestParam(
					required = false) @Nullable String after,
			@Parameter(description = "Events on a page, 1 to 500.") @RequestParam(defaultValue = "20") int limit) {
		PageLimit.check(limit);
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
			summary = "List a fine-tuning job's checkpoints, the newest first",
			description = "The last, and the best if that is another. Each is a model that completions may name.")
	@GetMapping("/checkpoints")
	ListObject<FineTuningCheckpoint> checkpoints(@PathVariable JobId id,
			@Parameter(description = "Id of the last checkpoint of the page before.") @RequestParam(
					required = false) @Nullable String after,
			@Parameter(description = "Checkpoints on a page, 1 to 500.") @RequestParam(defaultValue = "10") int limit) {
		PageLimit.check(limit);
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
			throw UnprocessableException.outOfBounds("after", id, "the id of a checkpoint that the job has");
		}
		return place;
	}

}
