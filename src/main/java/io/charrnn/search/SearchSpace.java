package io.charrnn.search;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.charrnn.model.CounterRandom;
import io.charrnn.problem.MalformedException;
import io.charrnn.problem.UnprocessableException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What trials may try: for each of some hyperparameters a list of values or, for those
 * that are real numbers, a range. Trials are drawn at random (Bergstra and Bengio, JMLR
 * 2012), each by the seed and its number alone.
 */
final class SearchSpace {

	private static final String FROM = "from";

	private static final String TO = "to";

	private static final List<String> RANGES = List.of("learningRate", "dropout", "weightDecay", "averaging");

	/** A draw of one of them does not depend on which others are searched. */
	private static final List<String> KNOWN = List.of("cell", "layers", "hiddenSize", "normalization", "dropout",
			"batchSize", "sequenceLength", "optimizer", "learningRate", "weightDecay", "averaging");

	private static final int MOST_VALUES = 64;

	private final Map<String, JsonNode> dimensions;

	private SearchSpace(Map<String, JsonNode> dimensions) {
		this.dimensions = dimensions;
	}

	/**
	 * Reads a space.
	 * @param json an object with an array of values or {@code {"from": , "to": }} for
	 * each hyperparameter that is to be searched
	 */
	static SearchSpace of(JsonNode json) {
		if (!json.isObject()) {
			throw new MalformedException("wrong-type", "space must be an object.").with("field", "space");
		}
		Set<String> unknown = new TreeSet<>(json.propertyNames());
		KNOWN.forEach(unknown::remove);
		if (!unknown.isEmpty()) {
			throw new MalformedException("unknown-field", "There is no hyperparameter '%s' to search; known: %s"
				.formatted(String.join(", ", unknown), String.join(", ", KNOWN))).with("unknown", unknown)
				.with("known", KNOWN);
		}
		Map<String, JsonNode> dimensions = new LinkedHashMap<>();
		for (String name : KNOWN) {
			JsonNode dimension = json.get(name);
			if (dimension != null) {
				check(name, dimension);
				dimensions.put(name, dimension);
			}
		}
		if (dimensions.isEmpty()) {
			throw new UnprocessableException("invalid-search", "space must have at least one hyperparameter.")
				.with("field", "space");
		}
		return new SearchSpace(dimensions);
	}

	private static void check(String name, JsonNode dimension) {
		boolean values = dimension.isArray() && !dimension.isEmpty() && dimension.size() <= MOST_VALUES;
		boolean range = dimension.isObject() && dimension.size() == 2 && dimension.path(FROM).isNumber()
				&& dimension.path(TO).isNumber() && RANGES.contains(name);
		if (!values && !range) {
			throw new MalformedException("wrong-type",
					String.format(Locale.ROOT, "space.%s must be an array of 1 to %d values%s.", name, MOST_VALUES,
							RANGES.contains(name) ? ", or an object with the numbers from and to" : ""))
				.with("field", "space." + name);
		}
		if (range && !(dimension.get(FROM).doubleValue() >= 0
				&& dimension.get(FROM).doubleValue() <= dimension.get(TO).doubleValue())) {
			throw new UnprocessableException("invalid-search",
					"space.%s must go from 0 or more to a number that is not smaller.".formatted(name))
				.with("field", "space." + name);
		}
	}

	/**
	 * The usual space around what the preset auto chose. What makes a network learn more
	 * slowly at first, its size and what keeps it from learning by heart, is as it is
	 * there or stronger: less of it would win early comparisons and lose the last.
	 * @param first complete hyperparameters
	 */
	static SearchSpace around(ObjectNode first) {
		ObjectNode space = JsonNodeFactory.instance.objectNode();
		double rate = first.get("learningRate").doubleValue();
		space.putObject("learningRate").put(FROM, rate / 2).put(TO, Math.min(1, rate * 2));
		int hidden = first.get("hiddenSize").intValue();
		space.putArray("hiddenSize").add(hidden).add(hidden).add(hidden * 5 / 4).add(hidden * 3 / 2);
		int layers = first.get("layers").intValue();
		space.putArray("layers").add(layers).add(layers).add(Math.min(layers + 1, 4));
		double dropout = first.get("dropout").doubleValue();
		space.putArray("dropout")
			.add(dropout)
			.add(Math.min(0.6, threeDigits(dropout + 0.1)))
			.add(Math.min(0.6, threeDigits(dropout + 0.2)));
		double decay = first.get("weightDecay").doubleValue();
		space.putArray("weightDecay").add(decay).add((decay > 0) ? Math.min(1, threeDigits(decay * 3)) : 0.1);
		mostly(space, "cell", first, "LSTM", "GRU");
		mostly(space, "normalization", first, "rms", "none");
		mostly(space, "optimizer", first, "soap", "adam");
		return of(space);
	}

	/** Two in three draws keep the value of the first trial. */
	private static void mostly(ObjectNode space, String name, ObjectNode first, String one, String other) {
		String kept = first.get(name).asString();
		space.putArray(name).add(kept).add(kept).add(kept.equalsIgnoreCase(one) ? other : one);
	}

	/** Whether values of a hyperparameter are given. */
	boolean searches(String name) {
		return this.dimensions.containsKey(name);
	}

	/**
	 * The first trial: as it is, with what the space does not have replaced by the
	 * nearest that it has.
	 */
	ObjectNode nearest(ObjectNode first) {
		ObjectNode nearest = first.deepCopy();
		this.dimensions.forEach((name, dimension) -> nearest.set(name, nearest(first.get(name), dimension)));
		return nearest;
	}

	private static JsonNode nearest(JsonNode value, JsonNode dimension) {
		if (dimension.isObject()) {
			double from = dimension.get(FROM).doubleValue();
			double to = dimension.get(TO).doubleValue();
			double number = value.doubleValue();
			return (number >= from && number <= to) ? value : DoubleNode.valueOf((number < from) ? from : to);
		}
		JsonNode nearest = dimension.get(0);
		for (JsonNode choice : dimension) {
			boolean closer = choice.isNumber() && value.isNumber() && nearest.isNumber()
					&& Math.abs(choice.doubleValue() - value.doubleValue()) < Math
						.abs(nearest.doubleValue() - value.doubleValue());
			nearest = (closer || isSame(choice, value)) ? choice : nearest;
		}
		return nearest;
	}

	private static boolean isSame(JsonNode choice, JsonNode value) {
		return choice.isString() && value.isString() && choice.asString().equalsIgnoreCase(value.asString());
	}

	/**
	 * Draws a trial.
	 * @param first complete hyperparameters, of which it keeps what is not searched
	 * @param attempt counts the draws
	 */
	ObjectNode draw(ObjectNode first, long seed, long attempt) {
		ObjectNode drawn = first.deepCopy();
		long ofTrial = CounterRandom.mix(seed, attempt);
		this.dimensions.forEach((name, dimension) -> drawn.set(name,
				draw(dimension, CounterRandom.uniform(ofTrial, KNOWN.indexOf(name)))));
		return drawn;
	}

	private static JsonNode draw(JsonNode dimension, double uniform) {
		if (dimension.isArray()) {
			return dimension.get((int) (uniform * dimension.size()));
		}
		double from = dimension.get(FROM).doubleValue();
		double to = dimension.get(TO).doubleValue();
		double value = (from > 0) ? from * Math.exp(uniform * Math.log(to / from)) : from + uniform * (to - from);
		return DoubleNode.valueOf(threeDigits(value));
	}

	/** As people would write it. */
	private static double threeDigits(double value) {
		return new BigDecimal(value).round(new MathContext(3)).doubleValue();
	}

}
