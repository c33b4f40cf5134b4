package io.charrnn.openai.finetuning;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.charrnn.problem.UnprocessableException;
import io.charrnn.training.Checkpoint;
import io.charrnn.training.JobEvent;
import io.charrnn.training.Metric;
import io.charrnn.training.TrainingJob;
import io.charrnn.training.TrainingJobStatus;
import io.charrnn.training.TrainingSample;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * Something that happened to a job.
 *
 * @param id has the event's number within the job
 * @param object always {@code fine_tuning.job.event}
 * @param createdAt when it happened, in seconds since 1970
 * @param level {@code info} or {@code error}
 * @param type {@code message} or {@code metrics}
 * @param data the same for programs
 */
record FineTuningEvent(@Schema(example = "ftevent-17") String id,
		@Schema(example = "fine_tuning.job.event") String object, @JsonProperty("created_at") long createdAt,
		@Schema(example = "info") String level, @Schema(example = "Step 100/4800: training loss=2.10") String message,
		@Schema(example = "metrics") String type, Map<String, Object> data) {

	private static final Pattern ID = Pattern.compile("ftevent-([0-9]{1,18})");

	/** The number of an event. */
	static long number(String id) {
		Matcher matcher = ID.matcher(id);
		if (!matcher.matches()) {
			throw UnprocessableException.outOfBounds("after", id, "the id of an event");
		}
		return Long.parseLong(matcher.group(1));
	}

	/** That the job was requested, which is before everything else. */
	static FineTuningEvent created(TrainingJob job) {
		return message(0, job.createdAt(), "info", "Created fine-tuning job: " + job.id(), Map.of());
	}

	static FineTuningEvent of(TrainingJob job, JobEvent event) {
		if (event.data() instanceof Metric metric) {
			return metrics(event.number(), metric, job.progress().iterations());
		}
		if (event.data() instanceof TrainingSample sample) {
			return message(event.number(), sample.createdAt(), "info",
					String.format(Locale.ROOT, "Sample at step %d: %s", sample.iteration(), sample.text()),
					Map.of("step", sample.iteration(), "text", sample.text()));
		}
		if (event.data() instanceof Checkpoint checkpoint) {
			return message(event.number(), checkpoint.createdAt(), "info",
					String.format(Locale.ROOT, "Checkpoint created at step %d: %s", checkpoint.iteration(),
							checkpoint.id()),
					Map.of("step", checkpoint.iteration(), "checkpoint", checkpoint.id().value()));
		}
		return status(job, event.number());
	}

	private static FineTuningEvent metrics(long number, Metric metric, long totalSteps) {
		Map<String, Object> data = new LinkedHashMap<>();
		data.put("step", metric.iteration());
		data.put("total_steps", totalSteps);
		data.put("train_loss", metric.trainingLoss());
		String message = String.format(Locale.ROOT, "Step %d/%d: training loss=%.2f", metric.iteration(), totalSteps,
				metric.trainingLoss());
		if (metric.validationLoss() != null) {
			data.put("valid_loss", metric.validationLoss());
			message += String.format(Locale.ROOT, ", validation loss=%.2f", metric.validationLoss());
		}
		data.put("learning_rate", metric.learningRate());
		return new FineTuningEvent(id(number), "fine_tuning.job.event", metric.createdAt().getEpochSecond(), "info",
				message, "metrics", data);
	}

	private static FineTuningEvent status(TrainingJob job, long number) {
		String message = switch (job.status()) {
			case QUEUED -> "Fine-tuning job is waiting for a worker";
			case RUNNING -> "Fine-tuning job started";
			case PAUSED -> "Fine-tuning job paused";
			case SUCCEEDED -> "The job has successfully completed: " + job.result();
			case FAILED -> "The job failed";
			case CANCELLED -> "The job was cancelled";
		};
		Instant known = Objects.requireNonNullElse(job.startedAt(), job.createdAt());
		return message(number, Objects.requireNonNullElse(job.finishedAt(), known),
				(job.status() == TrainingJobStatus.FAILED) ? "error" : "info", message,
				Map.of("status", job.status().text()));
	}

	private static FineTuningEvent message(long number, Instant time, String level, String message,
			Map<String, Object> data) {
		return new FineTuningEvent(id(number), "fine_tuning.job.event", time.getEpochSecond(), level, message,
				"message", data);
	}

	private static String id(long number) {
		return "ftevent-" + number;
	}

}
