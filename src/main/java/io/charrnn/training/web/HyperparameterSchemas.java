package io.charrnn.training.web;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.charrnn.model.HyperparameterField;
import io.charrnn.model.NetworkOptions;
import io.charrnn.model.OptimizationOptions;
import io.charrnn.model.RunOptions;
import io.charrnn.model.round.Cluster;
import io.charrnn.training.request.NewTrainingJob;
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

	/** The schema of when training is to end. */
	static final String LIMITS = "TrainingLimits";

	private static final String COMPLETE = "Hyperparameters";

	/** What complete ones are put together from, which no answer has alone. */
	private static final List<Class<?>> PARTS = List.of(NetworkOptions.class, OptimizationOptions.class,
			RunOptions.class);

	private static final Map<String, String> INNER = Map.of("schedule", "LearningRateSchedule", "gradientClip",
			"GradientClip");

	private static final Map<String, String> DESCRIPTIONS = Stream
		.concat(HyperparameterField.all().stream(), HyperparameterField.of("cluster.", Cluster.class))
		.collect(Collectors.toMap(HyperparameterField::name, HyperparameterSchemas::description));

	@Override
	public void customise(OpenAPI document) {
		Map<String, Schema> schemas = document.getComponents().getSchemas();
		PARTS.forEach((part) -> schemas.remove(part.getSimpleName()));
		Schema<?> partial = partial(schemas.get(COMPLETE), "");
		partial.getProperties().put("precision", wantedPrecision());
		partial.getProperties()
			.put("maxDuration", wantedDuration(Objects.requireNonNull(partial.getProperties().get("maxDuration"))));
		INNER.forEach((property, name) -> {
			schemas.put("Some" + name, partial(schemas.get(name), property + "."));
			partial.getProperties().put(property, new JsonSchema().$ref("Some" + name));
		});
		schemas.put(NewTrainingJob.HYPERPARAMETERS, partial);
		schemas.put(LIMITS, limits(partial));
		schemas.put(NewTrainingJob.CLUSTER, cluster(schemas));
	}

	private static Schema<?> limits(Schema<?> partial) {
		Schema<?> limits = new JsonSchema().typesItem("object");
		for (String name : List.of("epochs", "maxIterations", "maxDuration")) {
			limits.addProperty(name, partial.getProperties().get(name));
		}
		limits.setExample(Map.of("maxDuration", "30m"));
		return limits;
	}

	private static Schema<?> cluster(Map<String, Schema> schemas) {
		schemas.put("SomeOuterStep", partial(schemas.get("OuterStep"), "cluster.outer."));
		Schema<?> cluster = partial(schemas.get("Cluster"), "cluster.");
		cluster.addProperty("outer",
				new JsonSchema().$ref("SomeOuterStep").description(DESCRIPTIONS.get("cluster.outer")));
		cluster.setRequired(List.of("workers"));
		cluster.setExample(Map.of("workers", 4, "localIterations", 10));
		return cluster;
	}

	/** Requests may say it in other ways than answers do. */
	private static Schema<?> wantedDuration(Schema<?> complete) {
		return new JsonSchema().types(new LinkedHashSet<>(List.of("string", "null")))
			.description(complete.getDescription())
			.example("30m");
	}

	private static Schema<?> wantedPrecision() {
		return new StringSchema()._enum(List.of("auto", "float32", "bfloat16"))
			.description("Precision of the operands of matrix products; auto, as in all presets, means bfloat16 on "
					+ "processors that support it, with the engine fused, and float32 otherwise.");
	}

	private static String description(HyperparameterField field) {
		String bound = Stream.of(field.bound(), field.nullable() ? "or null" : "")
			.filter((part) -> !part.isEmpty())
			.collect(Collectors.joining(", "));
		return bound.isEmpty() ? field.help() + "." : "%s: %s.".formatted(field.help(), bound);
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
