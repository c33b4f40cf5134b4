package io.charrnn.training;

import com.fasterxml.jackson.annotation.JsonValue;
import io.charrnn.api.Ids;

/**
 * The id of a search.
 *
 * @param value {@code search_} and 32 hexadecimal digits
 */
public record SearchId(@JsonValue String value) {

	private static final String PREFIX = "search_";

	public SearchId {
		Ids.require(PREFIX, value, "a search");
	}

	public static SearchId random() {
		return new SearchId(Ids.random(PREFIX));
	}

	@Override
	public String toString() {
		return this.value;
	}

}
