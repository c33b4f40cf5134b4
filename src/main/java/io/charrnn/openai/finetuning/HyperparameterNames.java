package io.charrnn.openai.finetuning;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import io.charrnn.problem.MalformedException;
import io.charrnn.problem.UnprocessableException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Turns hyperparameters as OpenAI's clients give them into those of a training job. */
final class HyperparameterNames {

	private static final String AUTO = "auto";

	private static final String MULTIPLIER = "learning_rate_multiplier";

	private static final Map<String, String> NAMES = Map.of("n_epochs", "epochs");

	private static final Pattern UNDERSCORE = Pattern.compile("_([a-z])");

	private HyperparameterNames() {
	}

	/**
	 * Translates hyperparameters.
	 * @param given an object, or null for none
	 * @param seed of everything random, or null
	 * @param learningRate that the multiplier multiplies
	 * @return those that are not to be as the preset has them
	 */
	static ObjectNode translate(@Nullable JsonNode given, @Nullable Long seed, double learningRate) {
		ObjectNode translated = JsonNodeFactory.instance.objectNode();
		if (given != null && !given.isNull()) {
			if (!given.isObject()) {
				throw new MalformedException("wrong-type", "hyperparameters must be an object.").with("field",
						"hyperparameters");
			}
			given.properties().forEach((property) -> {
				JsonNode value = property.getValue();
				if (property.getKey().equals(MULTIPLIER) && !isAuto(value)) {
					translated.put("learningRate", learningRate * multiplier(value));
				}
				else if (!isAuto(value)) {
					translated.set(camelCase(property.getKey()), inCamelCase(value));
				}
			});
		}
		if (seed != null) {
			translated.put("seed", seed);
		}
		return translated;
	}

	private static boolean isAuto(JsonNode value) {
		return value.isNull() || value.isString() && value.asString().equals(AUTO);
	}

	private static double multiplier(JsonNode value) {
		if (!value.isNumber()) {
			throw new MalformedException("wrong-type", "%s must be a number or \"auto\".".formatted(MULTIPLIER))
				.with("field", MULTIPLIER);
		}
		double multiplier = Double.parseDouble(value.asString());
		if (!(multiplier > 0 && Double.isFinite(multiplier))) {
			throw UnprocessableException.outOfBounds(MULTIPLIER, multiplier, "more than 0 and finite");
		}
		return multiplier;
	}

	private static JsonNode inCamelCase(JsonNode value) {
		if (!value.isObject()) {
			return isWholeWithFraction(value) ? JsonNodeFactory.instance.numberNode(value.decimalValue().toBigInteger())
					: value;
		}
		ObjectNode translated = JsonNodeFactory.instance.objectNode();
		value.properties()
			.forEach((property) -> translated.set(camelCase(property.getKey()), inCamelCase(property.getValue())));
		return translated;
	}

	/** As 20.0 is, which some languages write for 20. */
	private static boolean isWholeWithFraction(JsonNode value) {
		return value.isFloatingPointNumber() && Double.isFinite(value.doubleValue())
				&& Math.abs(value.doubleValue()) < 1L << 53 && value.doubleValue() == Math.rint(value.doubleValue());
	}

	private static String camelCase(String name) {
		return NAMES.getOrDefault(name,
				UNDERSCORE.matcher(name).replaceAll((letter) -> letter.group(1).toUpperCase(Locale.ROOT)));
	}

}
