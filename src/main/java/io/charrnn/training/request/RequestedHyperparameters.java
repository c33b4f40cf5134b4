package io.charrnn.training.request;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.charrnn.model.HyperparameterField;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.InvalidHyperparameterException;
import io.charrnn.model.round.Cluster;
import io.charrnn.problem.MalformedException;
import io.charrnn.problem.Problem;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Hyperparameters as a request gives them: some of them, each of its type. */
final class RequestedHyperparameters {

	static final List<String> LIMITS = List.of("epochs", "maxIterations", "maxDuration");

	private static final String CLUSTER = "cluster.";

	private static final List<HyperparameterField> ALL = Stream
		.concat(HyperparameterField.all().stream(), HyperparameterField.of(CLUSTER, Cluster.class))
		.toList();

	private static final Map<String, HyperparameterField> FIELDS = ALL.stream()
		.collect(Collectors.toMap(HyperparameterField::name, Function.identity()));

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	private static final JsonMapper JSON = new JsonMapper();

	private final ObjectNode given;

	private RequestedHyperparameters(ObjectNode given) {
		this.given = given;
	}

	/**
	 * Reads what a request gives.
	 * @throws MalformedException if it is no object, has fields that are not known, or a
	 * value of another type
	 * @throws InvalidHyperparameterException if a number is out of the range of its type
	 */
	static RequestedHyperparameters read(JsonNode json) {
		return new RequestedHyperparameters(read("hyperparameter", "", json, names("")));
	}

	/** Reads limits alone. */
	static RequestedHyperparameters readLimits(JsonNode json) {
		return new RequestedHyperparameters(read("limit", "", json, LIMITS));
	}

	/**
	 * Reads how a run is to be split.
	 * @param base what is taken where the request says nothing
	 * @throws MalformedException if it is no object, has fields that are not known, or a
	 * value of another type
	 * @throws InvalidHyperparameterException if a value is out of bounds
	 */
	static Cluster readCluster(JsonNode json, Cluster base) {
		return over(read("cluster parameter", CLUSTER, json, names(CLUSTER)), JSON.valueToTree(base), Cluster.class);
	}

	/** Whether it says anything of a field, null included. */
	boolean has(String name) {
		return this.given.has(name);
	}

	/** Whether it gives a field a value other than null. */
	boolean gives(String name) {
		return this.given.hasNonNull(name);
	}

	/** The number that it gives, else another. */
	int number(String name, int otherwise) {
		return this.given.path(name).asInt(otherwise);
	}

	/**
	 * Lays it over others. If it gives a limit, the others' limits do not apply.
	 * @throws InvalidHyperparameterException if a value is out of bounds
	 */
	Hyperparameters over(Hyperparameters base) {
		ObjectNode merged = JSON.valueToTree(base);
		if (LIMITS.stream().anyMatch(this::gives)) {
			LIMITS.forEach(merged::putNull);
		}
		return over(this.given, merged, Hyperparameters.class);
	}

	private static <T> T over(ObjectNode given, ObjectNode merged, Class<T> type) {
		given.properties()
			.forEach((field) -> merged.set(field.getKey(),
					(field.getValue() instanceof ObjectNode inner
							&& merged.get(field.getKey()) instanceof ObjectNode below) ? below.setAll(inner)
									: field.getValue()));
		try {
			return JSON.treeToValue(merged, type);
		}
		catch (JacksonException ex) {
			throw (ex.getCause() instanceof InvalidHyperparameterException refused) ? refused : ex;
		}
	}

	private static ObjectNode read(String noun, String prefix, JsonNode json, List<String> known) {
		if (!json.isObject()) {
			throw wrongType(noun + "s", "an object", json);
		}
		Set<String> unknown = new TreeSet<>(json.propertyNames());
		known.forEach(unknown::remove);
		if (!unknown.isEmpty()) {
			throw new MalformedException("unknown-field", "There is no %s '%s'; known: %s".formatted(noun,
					String.join(", ", unknown), String.join(", ", known)))
				.with("unknown", unknown)
				.with("known", known);
		}
		ObjectNode read = NODES.objectNode();
		json.properties().forEach((given) -> {
			HyperparameterField field = Objects.requireNonNull(FIELDS.get(prefix + given.getKey()));
			if (!field.name().equals("precision") || !isAuto(given.getValue())) {
				read.set(given.getKey(), value(field, given.getValue()));
			}
		});
		return read;
	}

	/** As if nothing were said: others have the precision that pays on this machine. */
	private static boolean isAuto(JsonNode value) {
		return value.isString() && value.asString().equalsIgnoreCase("auto");
	}

	private static JsonNode value(HyperparameterField field, JsonNode given) {
		if (given.isNull() && field.nullable()) {
			return given;
		}
		Class<?> type = field.type();
		if (type.isRecord()) {
			String prefix = field.name() + ".";
			return read(field.name() + " parameter", prefix, given, names(prefix));
		}
		if (type.isEnum()) {
			return constant(field, given);
		}
		if (type == Duration.class) {
			return NODES.stringNode(RequestedDuration.parse(field.name(), given).toString());
		}
		return (type == double.class) ? NODES.numberNode(number(field, given)) : whole(field, given);
	}

	private static List<String> names(String prefix) {
		return ALL.stream()
			.map(HyperparameterField::name)
			.filter((name) -> name.startsWith(prefix))
			.map((name) -> name.substring(prefix.length()))
			.filter((name) -> name.indexOf('.') < 0)
			.toList();
	}

	private static JsonNode constant(HyperparameterField field, JsonNode given) {
		return Arrays.stream(field.type().getEnumConstants())
			.filter((constant) -> given.isString() && ((Enum<?>) constant).name().equalsIgnoreCase(given.asString()))
			.findFirst()
			.map(JSON::<JsonNode>valueToTree)
			.orElseThrow(() -> wrongType(field.name(), "one of " + names(field), given));
	}

	private static List<String> names(HyperparameterField field) {
		return Stream.concat(field.name().equals("precision") ? Stream.of("auto") : Stream.of(),
				Arrays.stream(field.type().getEnumConstants())
					.map((constant) -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT)))
			.toList();
	}

	private static double number(HyperparameterField field, JsonNode given) {
		if (!given.isNumber()) {
			throw wrongType(field.name(), "a number", given);
		}
		double number = Double.parseDouble(given.asString());
		if (!Double.isFinite(number)) {
			throw new InvalidHyperparameterException(field.name(), given.asString(), "a finite number");
		}
		return number;
	}

	private static JsonNode whole(HyperparameterField field, JsonNode given) {
		if (!given.isIntegralNumber()) {
			throw wrongType(field.name(), "a whole number", given);
		}
		BigInteger number = given.bigIntegerValue();
		boolean wide = field.type() == long.class || field.type() == Long.class;
		long most = wide ? Long.MAX_VALUE : Integer.MAX_VALUE;
		if (number.compareTo(BigInteger.valueOf(most)) > 0) {
			throw new InvalidHyperparameterException(field.name(), number, "at most " + most);
		}
		if (number.compareTo(BigInteger.valueOf(-most - 1)) < 0) {
			throw new InvalidHyperparameterException(field.name(), number, "at least " + (-most - 1));
		}
		return given;
	}

	private static Problem wrongType(String name, String expected, JsonNode value) {
		String shown = value.toString();
		return new MalformedException("wrong-type", "%s must be %s, but is %s".formatted(name, expected,
				(shown.length() > 100) ? shown.substring(0, 100) + "..." : shown))
			.with("field", name);
	}

}
