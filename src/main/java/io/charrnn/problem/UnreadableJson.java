package io.charrnn.problem;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;

/** Says in a caller's words why JSON could not be read. */
final class UnreadableJson {

	/** Jackson's advice to programmers, which is none to callers. */
	private static final Pattern FOR_PROGRAMMERS = Pattern.compile(
			"\\s*\\(start marker at .*|[:;]? ?enable `.*|\\(enable .*|,? (from|for) `[^`]*`.*|\\s*\\(use .*",
			Pattern.DOTALL);

	/** The number of a character that is shown as well. */
	private static final Pattern CODE = Pattern.compile(" \\(code [^)]*\\)");

	private static final Pattern INTERNAL = Pattern.compile("[`\\[]|\\b[a-z]+\\.[a-z]+\\.|Feature");

	private static final String BAD_UTF8 = "Invalid UTF-8";

	private final ObjectMapper json;

	UnreadableJson(ObjectMapper json) {
		this.json = json;
	}

	Problem describe(JacksonException failure) {
		Problem problem = classify(failure);
		String path = path(failure.getPath());
		if (!path.isEmpty()) {
			problem.with("field", path);
		}
		return located(problem, failure);
	}

	/** Describes a text in a request that is to be JSON, and is none. */
	static Problem describe(String field, JacksonException failure) {
		Problem problem = (failure instanceof StreamConstraintsException) ? tooLarge(field, failure)
				: malformed(field, failure);
		return located(problem.with("field", field), failure);
	}

	private static Problem located(Problem problem, JacksonException failure) {
		TokenStreamLocation location = failure.getLocation();
		return (location == null || location.getLineNr() <= 0) ? problem
				: problem.with("line", location.getLineNr()).with("column", location.getColumnNr());
	}

	private Problem classify(JacksonException failure) {
		if (failure instanceof UnrecognizedPropertyException unknown) {
			return unknownField(unknown);
		}
		if (failure instanceof InputCoercionException outOfRange) {
			return wrongType(outOfRange, outOfRange.getTargetType(), "is out of range");
		}
		if (failure instanceof StreamConstraintsException) {
			return tooLarge("The JSON", failure);
		}
		if (failure instanceof ValueInstantiationException refused) {
			return refused(refused);
		}
		if (failure instanceof InvalidFormatException half && half.getTargetType() == String.class
				&& half.getCurrentToken() == JsonToken.VALUE_STRING) {
			return wrongType(half, String.class, "has a lone surrogate");
		}
		if (failure instanceof InvalidFormatException wrong) {
			return wrongType(wrong, wrong.getTargetType(), "is " + Shown.value(wrong.getValue())).with("value",
					Shown.shortened(String.valueOf(wrong.getValue())));
		}
		if (failure instanceof MismatchedInputException wrong && wrong.getTargetType() != null) {
			return mismatch(wrong, wrong.getTargetType());
		}
		return malformed("The body", failure);
	}

	private static Problem tooLarge(String subject, JacksonException failure) {
		return new TooLargeException("too-large", subject + " is larger or deeper than allowed: " + readable(failure));
	}

	private static Problem malformed(String subject, JacksonException failure) {
		TokenStreamLocation location = failure.getLocation();
		String place = (location != null)
				? String.format(Locale.ROOT, " at line %d, column %d", location.getLineNr(), location.getColumnNr())
				: "";
		return new MalformedException("malformed-json", subject + " is not valid JSON" + (continues(failure)
				? ": it continues after its end" + place + "." : place + ": " + readable(failure) + cure(failure)));
	}

	private static boolean continues(JacksonException failure) {
		return String.valueOf(failure.getOriginalMessage()).startsWith("Trailing token");
	}

	private static String cure(JacksonException failure) {
		return String.valueOf(failure.getOriginalMessage()).startsWith(BAD_UTF8)
				? " JSON is UTF-8; if this was written in WINDOWS-1252 or the like, convert it first: iconv -f WINDOWS-1252 -t UTF-8 FILE."
				: "";
	}

	private static Problem unknownField(UnrecognizedPropertyException unknown) {
		Collection<Object> known = unknown.getKnownPropertyIds();
		List<String> names = (known != null) ? known.stream().map(String::valueOf).sorted().toList() : List.of();
		String path = path(unknown.getPath());
		return new MalformedException("unknown-field",
				"There is no field %s; known: %s.".formatted(path, String.join(", ", names)))
			.with("knownFields", names);
	}

	private Problem mismatch(MismatchedInputException wrong, Class<?> type) {
		JsonToken found = wrong.getCurrentToken();
		if (continues(wrong)) {
			return malformed("The body", wrong);
		}
		if (type.isPrimitive() && (found == null || found == JsonToken.VALUE_NULL || found == JsonToken.END_OBJECT)) {
			return wrongType(wrong, type, "is missing or null");
		}
		return wrongType(wrong, type, (found != null) ? "is " + ValueType.describe(found) : "is something else");
	}

	private Problem wrongType(JacksonException failure, Class<?> type, String found) {
		String path = path(failure.getPath());
		String expected = ValueType.describe(type, this.json);
		return new MalformedException("wrong-type",
				"%s must be %s, but %s.".formatted(path.isEmpty() ? "The body" : path, expected, found))
			.with("expected", expected);
	}

	/** A constructor rejected the values: only what our own code says is for callers. */
	private static Problem refused(ValueInstantiationException refused) {
		Throwable cause = refused.getCause();
		String path = path(refused.getPath());
		String subject = path.isEmpty() ? "The body" : path;
		if (cause instanceof IllegalArgumentException && isOurs(cause)) {
			return new UnprocessableException("invalid-value", subject + " is refused: " + cause.getMessage() + ".");
		}
		return new UnprocessableException("invalid-value", subject + " has a value that is not allowed.");
	}

	private static boolean isOurs(Throwable cause) {
		StackTraceElement[] trace = cause.getStackTrace();
		return trace.length > 0 && trace[0].getClassName().startsWith("io.charrnn.");
	}

	private static String path(List<JacksonException.Reference> references) {
		StringBuilder path = new StringBuilder();
		for (JacksonException.Reference reference : references) {
			String name = reference.getPropertyName();
			if (name == null) {
				path.append('[').append(reference.getIndex()).append(']');
			}
			else {
				path.append(path.isEmpty() ? "" : ".").append(Shown.shortened(name));
			}
		}
		return path.toString();
	}

	private static String readable(JacksonException failure) {
		String message = FOR_PROGRAMMERS.matcher(String.valueOf(failure.getOriginalMessage())).replaceFirst("").trim();
		if (message.isEmpty() || INTERNAL.matcher(message).find()) {
			return "it cannot be parsed.";
		}
		String shown = Shown.shortened(CODE.matcher(message).replaceAll(""));
		return shown + (shown.endsWith(".") ? "" : ".");
	}

}
