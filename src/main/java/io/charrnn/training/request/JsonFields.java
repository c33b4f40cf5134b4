package io.charrnn.training.request;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import io.charrnn.model.InvalidHyperparameterException;
import io.charrnn.problem.MalformedException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.convert.DurationStyle;

/**
 * The fields of a JSON object that is laid over something that is there already: a field
 * that is left out keeps the value that it has there.
 */
final class JsonFields {

	private static final String DURATION = "a duration with its unit (ms, s, m, h or d) such as \"90s\" or \"15m\", or "
			+ "as in ISO 8601 such as \"PT15M\"";

	/** Spring would take them for milliseconds. */
	private static final Pattern WITHOUT_UNIT = Pattern.compile("[+-]?\\d+");

	private final String prefix;

	private final JsonNode object;

	/**
	 * Wraps a JSON object.
	 * @param noun what its fields are called
	 * @param prefix what stands before their names
	 * @param object the object
	 * @param known the fields that it may have
	 * @throws MalformedException if it is no object, or has other fields
	 */
	JsonFields(String noun, String prefix, JsonNode object, List<String> known) {
		this.prefix = prefix;
		this.object = object;
		if (!object.isObject()) {
			throw wrongType(noun + "s", "an object", object);
		}
		Set<String> unknown = new TreeSet<>(object.propertyNames());
		known.forEach(unknown::remove);
		if (!unknown.isEmpty()) {
			MalformedException problem = new MalformedException("unknown-field", "There is no %s '%s'; known are %s"
				.formatted(noun, String.join(", ", unknown), String.join(", ", known)));
			problem.with("unknown", unknown).with("known", known);
			throw problem;
		}
	}

	/** Whether a field stands there with a value other than null. */
	boolean gives(String name) {
		return this.object.hasNonNull(name);
	}

	/** Whether a field stands there, maybe with null. */
	boolean has(String name) {
		return this.object.has(name);
	}

	JsonNode get(String name) {
		return this.object.get(name);
	}

	int integer(String name, int fallback) {
		return has(name) ? (int) whole(name, Integer.MIN_VALUE, Integer.MAX_VALUE) : fallback;
	}

	@Nullable Integer integerOrNull(String name, @Nullable Integer fallback) {
		return gives(name) ? Integer.valueOf((int) whole(name, Integer.MIN_VALUE, Integer.MAX_VALUE))
				: has(name) ? null : fallback;
	}

	long longInteger(String name, long fallback) {
		return has(name) ? whole(name, Long.MIN_VALUE, Long.MAX_VALUE) : fallback;
	}

	@Nullable Long longIntegerOrNull(String name, @Nullable Long fallback) {
		return gives(name) ? Long.valueOf(whole(name, Long.MIN_VALUE, Long.MAX_VALUE)) : has(name) ? null : fallback;
	}

	double number(String name, double fallback) {
		if (!has(name)) {
			return fallback;
		}
		JsonNode value = get(name);
		if (!value.isNumber()) {
			throw wrongType(fullName(name), "a number", value);
		}
		double number = Double.parseDouble(value.asString());
		if (!Double.isFinite(number)) {
			throw new InvalidHyperparameterException(fullName(name), value.asString(), "a finite number");
		}
		return number;
	}

	@Nullable Duration durationOrNull(String name, @Nullable Duration fallback) {
		if (!gives(name)) {
			return has(name) ? null : fallback;
		}
		JsonNode value = get(name);
		try {
			if (value.isString() && !WITHOUT_UNIT.matcher(value.asString()).matches()) {
				return DurationStyle.detectAndParse(value.asString());
			}
		}
		catch (IllegalArgumentException | ArithmeticException ex) {
			throw wrongType(fullName(name), DURATION, value);
		}
		throw wrongType(fullName(name), DURATION, value);
	}

	<E extends Enum<E>> E constant(String name, Class<E> type, @Nullable E fallback) {
		if (!has(name) && fallback != null) {
			return fallback;
		}
		JsonNode value = this.object.path(name);
		return Arrays.stream(type.getEnumConstants())
			.filter((constant) -> value.isString() && constant.name().equalsIgnoreCase(value.asString()))
			.findFirst()
			.orElseThrow(() -> wrongType(fullName(name), "one of " + names(type), value));
	}

	private long whole(String name, long least, long most) {
		JsonNode value = get(name);
		if (!value.isIntegralNumber()) {
			throw wrongType(fullName(name), "a whole number", value);
		}
		BigInteger integer = value.bigIntegerValue();
		if (integer.compareTo(BigInteger.valueOf(least)) < 0) {
			throw new InvalidHyperparameterException(fullName(name), integer, "at least " + least);
		}
		if (integer.compareTo(BigInteger.valueOf(most)) > 0) {
			throw new InvalidHyperparameterException(fullName(name), integer, "at most " + most);
		}
		return integer.longValue();
	}

	private String fullName(String name) {
		return this.prefix + name;
	}

	private static Collection<String> names(Class<? extends Enum<?>> type) {
		return Arrays.stream(type.getEnumConstants())
			.map((constant) -> constant.name().toLowerCase(Locale.ROOT))
			.toList();
	}

	private static MalformedException wrongType(String name, String expected, JsonNode value) {
		String shown = value.isMissingNode() ? "left out" : value.toString();
		MalformedException problem = new MalformedException("wrong-type", "%s must be %s, but is %s".formatted(name,
				expected, (shown.length() > 100) ? shown.substring(0, 100) + "..." : shown));
		problem.with("field", name);
		return problem;
	}

}
