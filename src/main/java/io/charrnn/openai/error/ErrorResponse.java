package io.charrnn.openai.error;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The response to a failed request. */
@Schema(name = "OpenAiError")
public record ErrorResponse(ErrorObject error) {

	/** What is wrong. */
	@Schema(name = "OpenAiErrorObject")
	public record ErrorObject(
			@Schema(description = "A sentence that names the field, the value and the bound.",
					example = "There is no model \"nope\".") String message,
			@Schema(example = "invalid_request_error") String type,
			@Schema(description = "The field or parameter at fault.", example = "model") @Nullable String param,
			@Schema(description = "Names the error, for programs.", example = "model_not_found") String code) {
	}

}
