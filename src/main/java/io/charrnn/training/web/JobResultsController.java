package io.charrnn.training.web;

import java.util.List;

import io.charrnn.api.Page;
import io.charrnn.api.Table;
import io.charrnn.problem.UnprocessableException;
import io.charrnn.training.Checkpoint;
import io.charrnn.training.Checkpoints;
import io.charrnn.training.CurvePoint;
import io.charrnn.training.JobId;
import io.charrnn.training.Metric;
import io.charrnn.training.Metrics;
import io.charrnn.training.StoredCheckpoint;
import io.charrnn.training.TrainingJob;
import io.charrnn.training.TrainingJobs;
import io.charrnn.training.TrainingSample;
import io.charrnn.training.TrainingSamples;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What a training job has brought forth so far. */
@RestController
@RequestMapping("/api/v1/training-jobs/{id}")
@Tag(name = "Training")
class JobResultsController {

	private static final int MOST_POINTS = 5000;

	private final TrainingJobs jobs;

	private final Metrics metrics;

	private final TrainingSamples samples;

	private final Checkpoints checkpoints;

	JobResultsController(TrainingJobs jobs, Metrics metrics, TrainingSamples samples, Checkpoints checkpoints) {
		this.jobs = jobs;
		this.metrics = metrics;
		this.samples = samples;
		this.checkpoints = checkpoints;
	}

	@GetMapping("/metrics")
	@Operation(operationId = "listMetrics", summary = "List the points of a training job's curves, oldest first",
			description = "At most 4,096: when a job makes more, neighboring points are merged, repeatedly.")
	Page<Metric> metrics(@PathVariable JobId id,
			@Parameter(description = "Only points of later iterations.") @RequestParam(defaultValue = "0") long after,
			@RequestParam(defaultValue = "500") int limit) {
		return this.metrics.list(existing(id), after, Page.limit(limit));
	}

	@GetMapping("/curves")
	@Operation(operationId = "showCurves", summary = "Get a training job's curves from the start",
			description = "If the job has more points than requested, neighboring points are merged. To continue "
					+ "with the event stream, send `event` as Last-Event-ID.")
	Curves curves(@PathVariable JobId id, @Parameter(
			description = "Maximum number of points, 2 to 5,000.") @RequestParam(defaultValue = "1000") int points) {
		if (points < 2 || points > MOST_POINTS) {
			throw UnprocessableException.outOfBounds("points", points, "from 2 to " + MOST_POINTS);
		}
		TrainingJob job = this.jobs.find(id);
		return new Curves(this.metrics.curve(job.id(), points), job.event());
	}

	@GetMapping("/samples")
	@Operation(operationId = "listTrainingSamples",
			summary = "List the samples from a training job's checkpoints, newest first",
			description = "At most 1,000: when a job makes more, every second one is deleted, repeatedly.")
	Page<TrainingSample> samples(@PathVariable JobId id, @Parameter(
			description = "Only samples of earlier iterations.") @RequestParam(required = false) @Nullable Long after,
			@RequestParam(defaultValue = "50") int limit) {
		return this.samples.list(existing(id), (after != null) ? after : Long.MAX_VALUE, Page.limit(limit));
	}

	@GetMapping("/checkpoints")
	@Operation(operationId = "listCheckpoints",
			summary = "List a training job's checkpoints: the last one, and the best if it is another",
			description = "A checkpoint's id is accepted wherever a model reference is.")
	Page<Checkpoint> checkpoints(@PathVariable JobId id) {
		return new Page<>(this.checkpoints.list(existing(id)).stream().map(StoredCheckpoint::checkpoint).toList(),
				null);
	}

	private JobId existing(JobId id) {
		return this.jobs.find(id).id();
	}

	/**
	 * A job's curves.
	 *
	 * @param points in the order of their iterations
	 */
	@Schema(name = "Curves", example = """
			{"points": [{"iteration": 200, "trainingLoss": 2.1, "lowestTrainingLoss": 1.98, "highestTrainingLoss": 2.3,
			 "validationLoss": null, "learningRate": 0.004, "gradientNorm": 0.41, "highestGradientNorm": 0.8,
			 "charactersPerSecond": 151000.0}], "event": 7}""")
	record Curves(List<CurvePoint> points,
			@Schema(description = "Number of an event; later events may not be included here.") long event)
			implements
				Table {

		@Override
		public List<CurvePoint> rows() {
			return this.points;
		}

	}

}
