package io.charrnn.inference.sessions;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.charrnn.inference.UnknownCharacters;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What clients ask of sessions. */
final class SessionRequests {

	private SessionRequests() {
	}

	/** A session to begin. */
	@Schema(name = "NewSession", example = """
			{"text": "ROMEO:\\n"}""")
	record Create(
			@Schema(description = "The text to read first, up to 100,000 characters unless configured otherwise. If "
					+ "left out, nothing is read.", example = "ROMEO:\n") @Nullable String text,
			@Schema(description = "The label of the document: one that the model has learned.",
					example = "Welsh") @Nullable String label,
			@Schema(description = "The output of `GET /api/v1/sessions/{id}/state`: the session continues from "
					+ "there, then reads the text.") @Nullable ExportedState state,
			@Schema(description = "Whether the session combines the network with character n-grams of the training "
					+ "text and of the session's text. Defaults to what the state has, or to how the model is "
					+ "served.", example = "false") @Nullable Boolean mixture,
			@Schema(description = "`error` rejects a text with characters that the model does not know; `skip` "
					+ "leaves them out.", defaultValue = "error") @Nullable UnknownCharacters unknownCharacters) {
	}

	/** A state outside of the service. */
	@Schema(name = "SessionState")
	record ExportedState(
			@Schema(description = "Of the model and the program that it came from.",
					example = "0f3a5c7788d1e2b4") String fingerprint,
			@Schema(description = "Characters read so far.", example = "120", minimum = "0") long position,
			@Schema(description = "h of the first layer, then c for an LSTM, then those of the next layer: each "
					+ "value as an IEEE 754 float in 4 bytes, little-endian; all in Base64.",
					example = "AACAPwAAAEA=") String vectors,
			@Schema(description = "What a session with a mixture knows of its text's n-grams: the weights, each as "
					+ "an IEEE 754 double in 8 bytes, then the index of each character in 2 bytes, "
					+ "little-endian; in Base64.") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String mixture) {
	}

	/** Characters for a session. */
	@Schema(name = "Characters", example = """
			{"text": "But, soft!"}""")
	record Feed(
			@Schema(description = "The text to read, 1 to 100,000 characters unless configured otherwise.",
					example = "But, soft!") String text,
			@Schema(description = "Whether the session learns from the text: each segment of 64 characters is "
					+ "predicted first, then learned in one update. The session gets its own weights; the "
					+ "model never changes. 2 to 20,000 characters.", defaultValue = "false") @Nullable Boolean learn,
			@Schema(description = "Step size of each update: more than 0, at most 0.1; 0.0007 by default. Only with "
					+ "learn.", maximum = "0.1") @Nullable Double learningRate,
			@Schema(description = "`error` rejects a text with characters that the model does not know; `skip` "
					+ "leaves them out.", defaultValue = "error") @Nullable UnknownCharacters unknownCharacters) {
	}

	/** What to predict. */
	@Schema(name = "SessionPrediction", example = """
			{"top": 3}""")
	record Predict(
			@Schema(description = "Number of most likely characters to return.", minimum = "1",
					defaultValue = "10") @Nullable Integer top,
			@Schema(description = "Also returns the `top` most probable continuations of this many characters. `top` "
					+ "is at most 1,000 then.", minimum = "1", maximum = "64") @Nullable Integer length,
			@Schema(description = "Divisor of the logits: 0, or from 0.000001 to 100.", minimum = "0", maximum = "100",
					defaultValue = "1") @Nullable Double temperature) {
	}

	/** Where to branch off. */
	@Schema(name = "Fork", example = "{}")
	record Fork(@Schema(description = "The number of one of its marks; defaults to the current position.",
			example = "3") @Nullable Long mark) {
	}

	/** Where to return to. */
	@Schema(name = "Rewind", example = """
			{"mark": 3}""")
	record Rewind(
			@Schema(description = "The number of one of its marks; later ones are deleted.", example = "3") long mark) {
	}

}
