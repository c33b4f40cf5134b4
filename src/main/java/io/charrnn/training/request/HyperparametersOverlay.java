package io.charrnn.training.request;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

import io.charrnn.model.Cell;
import io.charrnn.model.GradientClip;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.InvalidHyperparameterException;
import io.charrnn.model.LearningRateSchedule;
import io.charrnn.model.NetworkOptions;
import io.charrnn.model.Normalization;
import io.charrnn.model.OptimizationOptions;
import io.charrnn.model.Optimizer;
import io.charrnn.model.RunOptions;
import io.charrnn.model.Streams;
import io.charrnn.problem.MalformedException;
import io.charrnn.problem.UnprocessableException;
import io.charrnn.training.Fitted;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Hyperparameters as a request gives them: some of them, laid over those of a preset,
 * which are fitted to the corpus where the request leaves them open.
 */
final class HyperparametersOverlay {

	private static final List<String> KNOWN = List.of("cell", "layers", "hiddenSize", "normalization", "dropout",
			"batchSize", "sequenceLength", "epochs", "maxIterations", "maxDuration", "optimizer", "learningRate",
			"schedule", "gradientClip", "weightDecay", "averaging", "validationFraction", "validateEvery",
			"checkpointEvery", "earlyStopping", "precision", "seed");

	/** Characters for validation beyond which more of them only take time. */
	private static final int ENOUGH_VALIDATION = 500_000;

	/** Part of a text that is kept for validation at most, unless it is asked for. */
	private static final double MOST_VALIDATION = 0.2;

	/** Iterations that an epoch of a short corpus has at least. */
	private static final int LEAST_ITERATIONS = 4;

	private final JsonFields fields;

	/**
	 * Reads what a request gives.
	 * @param json an object with some of the hyperparameters
	 * @throws MalformedException if it is no object, or has fields that are not known
	 */
	HyperparametersOverlay(JsonNode json) {
		this.fields = new JsonFields("hyperparameter", "", json, KNOWN);
	}

	/**
	 * Lays the given hyperparameters over others. If it gives a limit of the training,
	 * the others' limits do not apply. Of the others, batchSize and sequenceLength are
	 * made small enough for a short corpus and for what is given, validationFraction
	 * large enough for a short one or 0, and small enough for a long one, and validations
	 * are at least an epoch apart, so that they take little of the time.
	 * @param base the others
	 * @param characters N of the corpus
	 * @throws MalformedException if a value has the wrong type
	 * @throws UnprocessableException if a value is out of bounds
	 */
	Hyperparameters over(Hyperparameters base, int characters) {
		try {
			return merge(base, characters);
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

	/**
	 * Those hyperparameters that were left open and that are not as they were in the
	 * others.
	 * @param base the others
	 * @param result what they came to
	 */
	List<Fitted> fitted(Hyperparameters base, Hyperparameters result) {
		return Stream
			.of(new Fitted("batchSize", base.optimization().batchSize(), result.optimization().batchSize()),
					new Fitted(
							"sequenceLength", base.optimization().sequenceLength(),
							result.optimization().sequenceLength()),
					new Fitted("validationFraction", base.run().validationFraction(),
							result.run().validationFraction()),
					new Fitted("validateEvery", base.run().validateEvery(), result.run().validateEvery()))
			.filter((fitted) -> !this.fields.has(fitted.field()) && !fitted.preset().equals(fitted.value()))
			.toList();
	}

	private Hyperparameters merge(Hyperparameters base, int characters) {
		double validationFraction = this.fields.number("validationFraction",
				validationFraction(base.run().validationFraction(), characters));
		int training = RunOptions.trainingLength(characters, validationFraction);
		int sequenceLength = this.fields.integer("sequenceLength", atMost(base.optimization().sequenceLength(),
				(training - 1) / LEAST_ITERATIONS / givenOrOne("batchSize")));
		int batchSize = this.fields.integer("batchSize", atMost(base.optimization().batchSize(),
				(training - 1) / LEAST_ITERATIONS / Math.max(1, sequenceLength)));
		long epoch = Streams.iterationsPerEpoch(training, Math.max(1, batchSize), Math.max(1, sequenceLength));
		if (validationFraction == 0 && this.fields.gives("earlyStopping") && !this.fields.has("validationFraction")) {
			throw new InvalidHyperparameterException("earlyStopping", this.fields.get("earlyStopping"),
					"left out: of this short corpus (" + characters
							+ " characters) no validation part can be kept, of at least " + Admission.LEAST_VALIDATION
							+ " characters and at most half the corpus");
		}
		return new Hyperparameters(network(base.network()),
				optimization(base.optimization(), batchSize, sequenceLength),
				run(base.run(), validationFraction, epoch));
	}

	private NetworkOptions network(NetworkOptions base) {
		return new NetworkOptions(this.fields.constant("cell", Cell.class, base.cell()),
				this.fields.integer("layers", base.layers()), this.fields.integer("hiddenSize", base.hiddenSize()),
				this.fields.constant("normalization", Normalization.class, base.normalization()),
				this.fields.number("dropout", base.dropout()));
	}

	private OptimizationOptions optimization(OptimizationOptions base, int batchSize, int sequenceLength) {
		return new OptimizationOptions(batchSize, sequenceLength,
				this.fields.constant("optimizer", Optimizer.class, base.optimizer()),
				this.fields.number("learningRate", base.learningRate()), schedule(base.schedule()),
				gradientClip(base.gradientClip()), this.fields.number("weightDecay", base.weightDecay()),
				this.fields.number("averaging", base.averaging()),
				this.fields.constant("precision", WantedPrecision.class, WantedPrecision.AUTO).or(base.precision()),
				this.fields.longInteger("seed", base.seed()));
	}

	private RunOptions run(RunOptions base, double validationFraction, long epoch) {
		boolean limited = this.fields.gives("epochs") || this.fields.gives("maxIterations")
				|| this.fields.gives("maxDuration");
		return new RunOptions(this.fields.integerOrNull("epochs", limited ? null : base.epochs()),
				this.fields.longIntegerOrNull("maxIterations", limited ? null : base.maxIterations()),
				this.fields.durationOrNull("maxDuration", limited ? null : base.maxDuration()), validationFraction,
				this.fields.longInteger("validateEvery", Math.max(base.validateEvery(), epoch)),
				this.fields.longInteger("checkpointEvery", base.checkpointEvery()),
				this.fields.integerOrNull("earlyStopping", base.earlyStopping()));
	}

	/**
	 * The part of a text that is kept for validation if a request leaves it open: of a
	 * short text enough to say something, or nothing where that would take too much of it
	 * or of what the request has it learn at once. A request that needs more than there
	 * is changes nothing: it is refused.
	 */
	private double validationFraction(double usual, int characters) {
		double fraction = Math.min(usual, (double) ENOUGH_VALIDATION / characters);
		int validation = Math.max(characters - RunOptions.trainingLength(characters, fraction),
				Admission.LEAST_VALIDATION);
		long learned = (long) givenOrOne("batchSize") * givenOrOne("sequenceLength") + 1;
		double most = characters * (this.fields.gives("earlyStopping") ? 0.5 : MOST_VALIDATION);
		long kept = (learned > characters) ? validation : Math.min(validation, characters - learned);
		return (kept < Admission.LEAST_VALIDATION || kept > most) ? 0 : fraction(characters, (int) kept, fraction);
	}

	/** A fraction that keeps as many characters, the usual one if it does. */
	private static double fraction(int characters, int kept, double usual) {
		return DoubleStream.of(usual, (double) kept / characters, (kept - 0.5) / characters)
			.filter((fraction) -> RunOptions.trainingLength(characters, fraction) == characters - kept)
			.findFirst()
			.orElseThrow();
	}

	private int givenOrOne(String field) {
		return Math.max(1, this.fields.integer(field, 1));
	}

	private static int atMost(int value, int most) {
		return Math.max(1, Math.min(value, most));
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
