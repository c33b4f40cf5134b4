package io.charrnn.inference.pattern;

import java.math.BigDecimal;
import java.util.Locale;

import io.charrnn.problem.Problem;
import io.charrnn.problem.Shown;
import io.charrnn.problem.UnprocessableException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A schema within a schema, and where it stands.
 *
 * @param node what stands there
 * @param path a JSON pointer
 */
record SchemaNode(JsonNode node, String path) {

	/** Bounds automata that count. */
	private static final int GREATEST_COUNT = 10_000;

	private static final int MOST_DIGITS = 40;

	boolean has(String keyword) {
		return this.node.has(keyword);
	}

	/** What a keyword has, which may be a schema. */
	SchemaNode get(String keyword) {
		return new SchemaNode(this.node.get(keyword), pathOf(keyword));
	}

	/** An item of an array. */
	SchemaNode get(int index) {
		return new SchemaNode(this.node.get(index), pathOf(String.valueOf(index)));
	}

	private String pathOf(String name) {
		return this.path + "/" + name.replace("~", "~0").replace("/", "~1");
	}

	/** A number of things that a keyword gives, or another if it is not there. */
	int count(String keyword, int otherwise) {
		JsonNode value = this.node.get(keyword);
		if (value == null) {
			return otherwise;
		}
		BigDecimal number = value.isNumber() ? value.decimalValue() : BigDecimal.valueOf(-1);
		if (number.signum() < 0 || number.stripTrailingZeros().scale() > 0
				|| number.compareTo(BigDecimal.valueOf(GREATEST_COUNT)) > 0) {
			throw get(keyword).problem(String.format(Locale.ROOT, "must be a whole number from 0 to %,d, but is %s",
					GREATEST_COUNT, Shown.shortened(value.toString())));
		}
		return number.intValueExact();
	}

	/** A number that a keyword gives, or null if it is not there. */
	@Nullable BigDecimal number(String keyword) {
		JsonNode value = this.node.get(keyword);
		if (value == null) {
			return null;
		}
		if (!value.isNumber()) {
			throw get(keyword).problem("must be a number, but is " + Shown.shortened(value.toString()));
		}
		BigDecimal number = value.decimalValue().stripTrailingZeros();
		if ((long) number.precision() - number.scale() > MOST_DIGITS || number.scale() > MOST_DIGITS) {
			throw get(keyword)
				.problem(String.format(Locale.ROOT, "must have at most %d digits before and after the point, but is %s",
						MOST_DIGITS, Shown.shortened(value.toString())));
		}
		return number;
	}

	/** A problem with this schema. */
	Problem problem(String detail) {
		return problem("invalid-json-schema", "jsonSchema at %s %s.".formatted(place(this.path), detail));
	}

	/** A keyword that is not served where it stands. */
	Problem unsupported(String keyword, String why) {
		return problem("json-schema-not-supported",
				"jsonSchema has %s at %s, which %s.".formatted(Shown.shortened(keyword), place(this.path), why))
			.with("keyword", Shown.shortened(keyword));
	}

	private Problem problem(String type, String detail) {
		return new UnprocessableException(type, detail).with("field", "jsonSchema").with("path", this.path);
	}

	private static String place(String path) {
		return path.isEmpty() ? "its root" : Shown.shortened(path);
	}

}
