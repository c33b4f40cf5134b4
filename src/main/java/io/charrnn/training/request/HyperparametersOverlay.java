package io.charrnn.training.request;

import java.time.Duration;
import java.util.List;

import io.charrnn.model.Cell;
import io.charrnn.model.GradientClip;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.InvalidHyperparameterException;
import io.charrnn.model.LearningRateSchedule;
import io.charrnn.problem.MalformedException;
import io.charrnn.problem.UnprocessableException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Hyperparameters as a request gives them: some of them, laid over those of a preset. */
final class HyperparametersOverlay {

	private static final List<String> KNOWN = List.of("cell", "layers", "hiddenSize", "dropout", "batchSize",
			"sequenceLength", "epochs", "maxIterations", "maxDuration", "learningRate", "schedule", "gradientClip",
			"validationFraction", "validateEvery", "checkpointEvery", "earlyStopping", "seed");

	private static final List<String> ARCHITECTURE = List.of("cell", "layers", "hiddenSize");

	private final JsonFields fields;

	/**
	 * Reads what a request gives.
	 * @param json an object with some of the hyperparameters
	 * @throws MalformedException if it is no object, or has fields that are not known
	 */
	HyperparametersOverlay(JsonNode json) {
		this.fields = new JsonFields("hyperparameter", "", json, KNOWN);
	}

	/** Whether it says something about what the network is. */
	boolean givesArchitecture() {
		return ARCHITECTURE.stream().anyMatch(this.fields::gives);
	}

	/**
	 * Lays the given hyperparameters over others. If it gives a limit of the training,
	 * the others' limits do not apply.
	 * @throws MalformedException if a value has the wrong type
	 * @throws UnprocessableException if a value is out of bounds
	 */
	Hyperparameters over(Hyperparameters base) {
		try {
			return merge(base);
		}
		catch (InvalidHyperparameterException ex) {
			throw refused(ex);
		}
	}

	/** The problem that a bad hyperparameter is for a client. */
	static UnprocessableException refused(InvalidHyperparameterException ex) {
		UnprocessableException problem = new UnprocessableException("invalid-hyperparameter",
				String.valueOf(ex.getMessage()));
		problem.with("field", ex.field()).with("value", ex.value()).with("bound", ex.bound());
		return problem;
	}

	private Hyperparameters merge(Hyperparameters base) {
		boolean limited = this.fields.gives("epochs") || this.fields.gives("maxIterations")
				|| this.fields.gives("maxDuration");
		Integer epochs = limited ? null : base.epochs();
		Long maxIterations = limited ? null : base.maxIterations();
		Duration maxDuration = limited ? null : base.maxDuration();
		return new Hyperparameters(this.fields.constant("cell", Cell.class, base.cell()),
				this.fields.integer("layers", base.layers()), this.fields.integer("hiddenSize", base.hiddenSize()),
				this.fields.number("dropout", base.dropout()), this.fields.integer("batchSize", base.batchSize()),
				this.fields.integer("sequenceLength", base.sequenceLength()),
				this.fields.integerOrNull("epochs", epochs),
				this.fields.longIntegerOrNull("maxIterations", maxIterations),
				this.fields.durationOrNull("maxDuration", maxDuration),
				this.fields.number("learningRate", base.learningRate()), schedule(base.schedule()),
				gradientClip(base.gradientClip()), this.fields.number("validationFraction", base.validationFraction()),
				this.fields.longInteger("validateEvery", base.validateEvery()),
				this.fields.longInteger("checkpointEvery", base.checkpointEvery()),
				this.fields.integerOrNull("earlyStopping", base.earlyStopping()),
				this.fields.longInteger("seed", base.seed()));
	}

	private LearningRateSchedule schedule(LearningRateSchedule base) {
		if (!this.fields.has("schedule")) {
			return base;
		}
		JsonFields schedule = new JsonFields("schedule parameter", "schedule.", this.fields.get("schedule"),
				List.of("type", "warmupIterations", "finalFraction", "stepEvery", "stepFactor"));
		return new LearningRateSchedule(schedule.constant("type", LearningRateSchedule.Type.class, base.type()),
				schedule.longInteger("warmupIterations", base.warmupIterations()),
				schedule.number("finalFraction", base.finalFraction()),
				schedule.longInteger("stepEvery", base.stepEvery()), schedule.number("stepFactor", base.stepFactor()));
	}

	private @Nullable GradientClip gradientClip(@Nullable GradientClip base) {
		if (!this.fields.gives("gradientClip")) {
			return this.fields.has("gradientClip") ? null : base;
		}
		JsonFields clip = new JsonFields("gradientClip parameter", "gradientClip.", this.fields.get("gradientClip"),
				List.of("type", "threshold"));
		return new GradientClip(
				clip.constant("type", GradientClip.Type.class, (base != null) ? base.type() : GradientClip.Type.NORM),
				clip.number("threshold", (base != null) ? base.threshold() : 1));
	}

}
