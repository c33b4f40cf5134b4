package io.charrnn.training;

import java.util.regex.Pattern;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The id of a search.
 *
 * @param value {@code search_} and 32 hexadecimal digits
 */
public record SearchId(@JsonValue String value) {

	private static final Pattern FORM = Pattern.compile("search_[0-9a-f]{32}");

	public SearchId {
		if (!FORM.matcher(value).matches()) {
			throw new IllegalArgumentException("not the id of a search: " + value);
		}
	}

	public static SearchId random() {
		return new SearchId("search_" + RandomHex.digits());
	}

	@Override
	public String toString() {
		return this.value;
	}

}
