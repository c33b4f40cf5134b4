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

	private static final String CANNOT_GO_ON = "Training cannot continue";

	private static final String OUT_OF_MEMORY = "The server did not have enough memory for this training job in "
			+ "addition to everything else. Try a smaller hiddenSize, batchSize or sequenceLength, or give the "
			+ "server more memory.";

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
				"Training failed because of an error inside the server; see its log for %s. ".formatted(job.id())
						+ "A new job can start from the last checkpoint with initializeFrom.");
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
		logger.error("{} fails: the process training it died {} times", job.id(), job.deaths());
		Map<String, Object> problem = problem("worker-died", "The worker died", "The process training this job died "
				+ job.deaths() + " times before it wrote a new checkpoint; it was at iteration "
				+ job.progress().iteration()
				+ ". Most often the system kills it for lack of memory, as its log and the exit status 137 show. Try "
				+ "a smaller hiddenSize, batchSize or sequenceLength, precision float32, the engine dl4j, or "
				+ "more memory for the server. If the job has a checkpoint, a new job can start from it with "
				+ "initializeFrom.");
		problem.put("deaths", job.deaths());
		problem.put("iteration", job.progress().iteration());
		return this.json.writeValueAsString(problem);
	}

	private static Map<String, Object> diverged(Hyperparameters hyperparameters, DivergedException diverged) {
		Map<String, Object> problem = problem("training-diverged", "Training diverged",
				"Training diverged: %s. Try a learningRate below %s, %s or more schedule.warmupIterations.".formatted(
						diverged.getMessage(), hyperparameters.optimization().learningRate(),
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
