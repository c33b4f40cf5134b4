package io.charrnn.inference.inspection;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What happened inside of a layer while a text was read. */
record ActivationsResponse(@Schema(description = "The version used.", example = "shakespeare:3") String model,
		@Schema(description = "Counted from 0.", example = "1") int layer,
		@Schema(description = "The units whose values are returned, in order.",
				example = "[17, 3]") List<Integer> units,
		@Schema(description = "One per character of the text.") List<Activation> characters,
		@Schema(description = "Equal requests with equal fingerprints give equal answers.",
				example = "0f3a5c7788d1e2b4") String fingerprint) {

	/** The values after a character was read. */
	record Activation(@Schema(description = "One Unicode code point.", example = "e") String character,
			@Schema(description = "h of each unit after reading the character.",
					example = "[0.91, -0.2]") float[] hidden,
			@Schema(description = "With `gates`, for each unit: an LSTM's `cell`, `candidate`, `forget`, `output` "
					+ "and `input`; a GRU's `reset`, `update` and `candidate`; nothing for an RNN.") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<String, float[]> inside) {
	}

}
