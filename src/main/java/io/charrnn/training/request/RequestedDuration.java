package io.charrnn.training.request;

import java.time.Duration;
import java.util.regex.Pattern;

import io.charrnn.problem.MalformedException;
import io.charrnn.problem.Problem;
import io.charrnn.problem.Shown;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.convert.DurationStyle;

/** Durations in requests, which must have a unit. */
public final class RequestedDuration {

	/** Spring would take them for milliseconds. */
	private static final Pattern WITHOUT_UNIT = Pattern.compile("[+-]?\\d+");

	private RequestedDuration() {
	}

	/**
	 * Reads a duration.
	 * @param field its name
	 * @param given what stands there
	 * @throws MalformedException if it is none
	 */
	public static Duration parse(String field, JsonNode given) {
		try {
			if (given.isString() && !WITHOUT_UNIT.matcher(given.asString()).matches()) {
				return DurationStyle.detectAndParse(given.asString());
			}
		}
		catch (IllegalArgumentException | ArithmeticException ex) {
			throw refused(field, given);
		}
		throw refused(field, given);
	}

	private static Problem refused(String field, JsonNode given) {
		return new MalformedException("wrong-type",
				"%s must be a duration with its unit (ms, s, m, h or d) such as \"90s\" or \"15m\", or as in ISO 8601 such as \"PT15M\", but is %s"
					.formatted(field, Shown.shortened(given.toString())))
			.with("field", field);
	}

}
