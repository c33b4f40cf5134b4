package io.charrnn.problem;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

import tools.jackson.core.JsonToken;
import tools.jackson.databind.ObjectMapper;

import org.springframework.util.ClassUtils;

/** Says in a caller's words what a Java type takes. */
final class ValueType {

	private static final Set<Class<?>> WHOLE = Set.of(Integer.class, Long.class, Short.class, Byte.class);

	private ValueType() {
	}

	/** What a value of the type is. */
	static String describe(Class<?> type, ObjectMapper json) {
		Class<?> boxed = ClassUtils.resolvePrimitiveIfNecessary(type);
		if (WHOLE.contains(boxed)) {
			return "a whole number";
		}
		if (Number.class.isAssignableFrom(boxed)) {
			return "a number";
		}
		if (boxed == Boolean.class) {
			return "true or false";
		}
		if (CharSequence.class.isAssignableFrom(boxed)) {
			return "a string";
		}
		if (boxed == Duration.class) {
			return "an ISO 8601 duration such as \"PT15M\"";
		}
		if (boxed == Instant.class) {
			return "an ISO 8601 time such as \"2026-01-31T12:00:00Z\"";
		}
		if (boxed.isEnum()) {
			return Arrays.stream(boxed.getEnumConstants())
				.map(json::writeValueAsString)
				.collect(Collectors.joining(", ", "one of ", ""));
		}
		return (Collection.class.isAssignableFrom(boxed) || boxed.isArray()) ? "an array" : "an object";
	}

	/** What kind of value a token begins. */
	static String describe(JsonToken token) {
		return switch (token) {
			case START_OBJECT, END_OBJECT, PROPERTY_NAME -> "an object";
			case START_ARRAY, END_ARRAY -> "an array";
			case VALUE_STRING -> "a string";
			case VALUE_NUMBER_INT -> "a whole number";
			case VALUE_NUMBER_FLOAT -> "a number with a fraction";
			case VALUE_TRUE, VALUE_FALSE -> "true or false";
			case VALUE_NULL -> "null";
			case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> "something else";
		};
	}

}
