package io.charrnn.training.run;

import java.util.LinkedHashMap;
import java.util.Map;

import io.charrnn.model.Hyperparameters;
import io.charrnn.model.InvalidHyperparameterException;
import io.charrnn.problem.Problem;
import io.charrnn.problem.Problems;
import io.charrnn.training.TrainingJob;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

/**
 * Says why a job failed, in the form of a problem document, with nothing internal in it.
 */
@Component
class RunErrors {

	private static final Logger logger = LoggerFactory.getLogger(RunErrors.class);

	private static final String CANNOT_GO_ON = "Training cannot go on";

	private static final String OUT_OF_MEMORY = "The memory of the server did not suffice for this training job beside "
			+ "all else that it did. Try a smaller hiddenSize, batchSize or sequenceLength, or give the server more memory.";

	private final JsonMapper json;

	RunErrors(JsonMapper json) {
		this.json = json;
	}

	/** Logs a failure and returns the problem document as JSON. */
	String describe(TrainingJob job, Throwable cause) {
		return this.json.writeValueAsString(problem(job, cause));
	}

	private static Map<String, Object> problem(TrainingJob job, Throwable cause) {
		if (cause instanceof DivergedException diverged) {
			logger.warn("{} diverged: {}", job.id(), diverged.getMessage());
			return diverged(job.hyperparameters(), diverged);
		}
		if (cause instanceof Problem known) {
			logger.warn("{} cannot be trained: {}", job.id(), known.detail());
			Map<String, Object> problem = problem(known.type(), CANNOT_GO_ON, known.detail());
			problem.putAll(known.properties());
			return problem;
		}
		if (cause instanceof InvalidHyperparameterException bad) {
			logger.warn("{} cannot be trained: {}", job.id(), bad.getMessage());
			Map<String, Object> problem = problem("invalid-hyperparameter", CANNOT_GO_ON,
					String.valueOf(bad.getMessage()));
			problem.put("field", bad.field());
			problem.put("value", bad.value());
			problem.put("bound", bad.bound());
			return problem;
		}
		if (cause instanceof OutOfMemoryError) {
			logger.error("{} ran out of memory", job.id(), cause);
			return problem("out-of-memory", "Not enough memory", OUT_OF_MEMORY);
		}
		logger.error("{} failed", job.id(), cause);
		return problem("training-failed", "Internal error",
				"Training ended by an error inside the server, which its log tells about under %s. ".formatted(job.id())
						+ "A new job can go on from the last checkpoint by initializeFrom.");
	}

	private static Map<String, Object> problem(String type, String title, String detail) {
		Map<String, Object> problem = new LinkedHashMap<>();
		problem.put("type", Problems.TYPE_PREFIX + type);
		problem.put("title", title);
		problem.put("detail", detail);
		return problem;
	}

	/** Logs what a job lacks on this machine and returns it in a sentence. */
	String lacking(TrainingJob job, Error cause) {
		logger.error("{} cannot be trained here", job.id(), cause);
		return (cause instanceof OutOfMemoryError) ? OUT_OF_MEMORY
				: "The engine %s cannot be loaded on this machine.".formatted(job.engine());
	}

	/**
	 * Logs that a job's workers died too often and returns the problem document as JSON.
	 */
	String workerDied(TrainingJob job) {
		logger.error("{} fails: {} times the process that trained it ended", job.id(), job.deaths());
		Map<String, Object> problem = problem("worker-died", "The worker died", job.deaths()
				+ " times the process that trained this job has ended before it wrote a new checkpoint; it was "
				+ "at iteration " + job.progress().iteration()
				+ ". Most often the system ends it for want of memory, as its log and the exit "
				+ "status 137 say. Try a smaller hiddenSize, batchSize or sequenceLength, precision float32, the "
				+ "engine dl4j, or more memory for the server. If it has a checkpoint, a new job can go on from "
				+ "there by initializeFrom.");
		problem.put("deaths", job.deaths());
		problem.put("iteration", job.progress().iteration());
		return this.json.writeValueAsString(problem);
	}

	private static Map<String, Object> diverged(Hyperparameters hyperparameters, DivergedException diverged) {
		Map<String, Object> problem = problem("training-diverged", "Training diverged",
				"Training went wrong: %s. Try a lower learningRate than %s, %s or more schedule.warmupIterations."
					.formatted(diverged.getMessage(), hyperparameters.optimization().learningRate(),
							clipHint(hyperparameters)));
		problem.put("iteration", diverged.iteration());
		putNumber(problem, "loss", diverged.update().loss());
		putNumber(problem, "gradientNorm", diverged.update().gradientNorm());
		problem.put("learningRate", hyperparameters.optimization().learningRate());
		return problem;
	}

	private static String clipHint(Hyperparameters hyperparameters) {
		return (hyperparameters.optimization().gradientClip() != null)
				? "a gradientClip.threshold below %s"
					.formatted(hyperparameters.optimization().gradientClip().threshold())
				: "a gradientClip such as {\"type\": \"norm\", \"threshold\": 1}";
	}

	/** JSON has no number for what is none: it becomes a text. */
	private static void putNumber(Map<String, Object> problem, String name, double value) {
		problem.put(name, Double.isFinite(value) ? value : String.valueOf(value));
	}

}
