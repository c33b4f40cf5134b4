package io.charrnn.openai.error;

import org.jspecify.annotations.Nullable;

/** The response to a failed request. */
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
