package io.charrnn.openai.error;

import org.jspecify.annotations.Nullable;

/** What is answered where something is wrong. */
public record ErrorResponse(ErrorObject error) {

	/**
	 * What is wrong.
	 *
	 * @param param the field or parameter that is to blame, or null
	 * @param code names it, for programs
	 */
	public record ErrorObject(String message, String type, @Nullable String param, String code) {
	}

}
