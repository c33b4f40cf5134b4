package io.charrnn.training.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;

import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/**
 * Describes hyperparameters in the OpenAPI document: those of a job, which are complete,
 * and those of a request, of which each may be left out.
 */
@Component
@Lazy
class HyperparameterSchemas implements OpenApiCustomizer {

	/** The schema of what a request gives. */
	static final String PARTIAL = "SomeHyperparameters";

	/** The schema of when training is to end. */
	static final String LIMITS = "TrainingLimits";

	private static final String COMPLETE = "Hyperparameters";

	private static final Map<String, String> INNER = Map.of("schedule", "LearningRateSchedule", "gradientClip",
			"GradientClip");

	private static final Map<String, String> DESCRIPTIONS = Map.ofEntries(
			Map.entry("cell", "The recurrent cell of every layer."),
			Map.entry("layers", "Stacked recurrent layers, 1 to 4."),
			Map.entry("hiddenSize", "Values in each layer's hidden state, 1 or more."),
			Map.entry("normalization",
					"rms: each block of sums of a layer is divided by its root mean square before the activations, then scaled "
							+ "and shifted; with the engine fused."),
			Map.entry("dropout",
					"Probability that a value going into an upper layer or the output layer is zeroed while training, 0 "
							+ "up to less than 1."),
			Map.entry("batchSize", "Streams of text that are learned side by side, 1 to 4,096."),
			Map.entry("sequenceLength", "Characters over which the gradient flows back, 1 to 8,192."),
			Map.entry("epochs", "Most passes over the training part, or null."),
			Map.entry("maxIterations", "Most updates, or null."),
			Map.entry("maxDuration", "Most time spent training, such as 90s, 15m or PT15M, or null."),
			Map.entry("optimizer",
					"How weights follow from gradients: soap, on the engine fused and up to a hiddenSize of 1,024, learns more in "
							+ "an update than adam and takes a little longer for it."),
			Map.entry("learningRate", "The optimiser's highest step size, more than 0 and at most 1."),
			Map.entry("schedule", "How the learning rate changes."),
			Map.entry("gradientClip", "A bound on the gradient, or null."),
			Map.entry("weightDecay",
					"AdamW: each update takes this part, times the learning rate, of every weight off it, but of no bias; 0 "
							+ "for none, at most 1."),
			Map.entry("averaging",
					"The model's weights are the mean of those after the latest updates, of about this part of all updates; 0 "
							+ "for the newest weights alone, at most 0.5."),
			Map.entry("validationFraction", "Part at the end of the text that is only used for validation, 0 to 0.5."),
			Map.entry("validateEvery",
					"Updates from one validation to the next; after 4,096 validations every second one is left out, after 8,192 three of "
							+ "four, and so on."),
			Map.entry("checkpointEvery",
					"Updates from one checkpoint to the next, and so to the next sample; after 1,024 of them every second one is left "
							+ "out, after 2,048 three of four, and so on. Time and better validations bring checkpoints, too."),
			Map.entry("earlyStopping", "Validations without a better loss after which training ends, or null."),
			Map.entry("precision",
					"Of the factors of matrix products; bfloat16 trains faster, on processors that have it, with the engine "
							+ "fused."),
			Map.entry("seed", "Of everything random."), Map.entry("schedule.type", "The curve."),
			Map.entry("schedule.warmupIterations", "Updates over which the rate rises from zero."),
			Map.entry("schedule.finalFraction",
					"For cosine: part of the highest rate that is left at the end, 0 to 1."),
			Map.entry("schedule.stepEvery", "For step: updates from one drop to the next."),
			Map.entry("schedule.stepFactor", "For step: what each drop multiplies the rate with."),
			Map.entry("gradientClip.type", "Whether the gradient's length is bounded, or each of its values."),
			Map.entry("gradientClip.threshold", "The bound, more than 0."));

	@Override
	public void customise(OpenAPI document) {
		Map<String, Schema> schemas = document.getComponents().getSchemas();
		Schema<?> partial = partial(schemas.get(COMPLETE), "");
		partial.getProperties().put("precision", wantedPrecision());
		INNER.forEach((property, name) -> {
			schemas.put("Some" + name, partial(schemas.get(name), property + "."));
			partial.getProperties().put(property, new JsonSchema().$ref("Some" + name));
		});
		schemas.put(PARTIAL, partial);
		schemas.put(LIMITS, limits(partial));
	}

	private static Schema<?> limits(Schema<?> partial) {
		Schema<?> limits = new JsonSchema().typesItem("object");
		for (String name : List.of("epochs", "maxIterations", "maxDuration")) {
			limits.addProperty(name, partial.getProperties().get(name));
		}
		limits.setExample(Map.of("maxDuration", "30m"));
		return limits;
	}

	private static Schema<?> wantedPrecision() {
		return new StringSchema()._enum(List.of("auto", "float32", "bfloat16"))
			.description("Of the factors of matrix products; auto, which is what all presets have, is bfloat16 on "
					+ "processors that have it, with the engine fused, and float32 elsewhere.");
	}

	/** Describes a schema, and makes one of it whose properties may each be left out. */
	private static Schema<?> partial(@Nullable Schema<?> complete, String prefix) {
		Schema<?> schema = Objects.requireNonNull(complete);
		schema.getProperties().forEach((name, property) -> property.setDescription(DESCRIPTIONS.get(prefix + name)));
		Schema<?> partial = new JsonSchema().typesItem("object");
		partial.setProperties(new LinkedHashMap<>(schema.getProperties()));
		return partial;
	}

}
