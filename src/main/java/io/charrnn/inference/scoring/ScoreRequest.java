package io.charrnn.inference.scoring;

import java.util.ArrayList;
import java.util.List;

import io.charrnn.inference.Fields;
import io.charrnn.inference.UnknownCharacters;
import io.charrnn.model.Alphabet;
import io.charrnn.model.EncodedText;
import io.charrnn.problem.UnprocessableException;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What to score. */
@Schema(example = """
		{"text": "To be, or not to be"}""")
record ScoreRequest(
		@Schema(description = "A text of 2 to 10,000,000 characters, unless configured otherwise. Either this or "
				+ "`texts`.", example = "To be, or not to be") @Nullable String text,
		@Schema(description = "1 to 256 such texts, together up to 10,000,000 characters, unless configured "
				+ "otherwise.") @Nullable List<@Nullable String> texts,
		@Schema(description = "The label of the texts: one that the model has learned.",
				example = "Welsh") @Nullable String label,
		@Schema(description = "`all` returns how well each label that the model has learned fits each text.",
				allowableValues = "all") @Nullable String labels,
		@Schema(description = "Whether to return the surprisal of each character.",
				defaultValue = "true") @Nullable Boolean characters,
		@Schema(description = "Whether to return the losses of character n-grams on the same texts, counted on the "
				+ "model's training text, which must not have been deleted. Takes a few seconds.",
				defaultValue = "false") @Nullable Boolean baselines,
		@Schema(description = "Whether to combine the network with character n-grams of the training text and of the "
				+ "text so far; the corpus must not have been deleted. How the model is served does not matter.",
				defaultValue = "false") @Nullable Boolean mixture,
		@Schema(description = "Whether to learn from each text: each segment of 64 characters is scored, then "
				+ "learned (dynamic evaluation). The model does not change, and each text starts with its "
				+ "original weights. At most 500,000 characters over all texts.",
				defaultValue = "false") @Nullable Boolean learn,
		@Schema(description = "The model restarts from the zero state after this many characters, to compare with "
				+ "models that read blocks (nanoGPT: 256). Each block ends with the first character of the "
				+ "next, so that the same characters are predicted as without blocks. Not with `learn`, "
				+ "`mixture`, `labels` or documents.", example = "256", minimum = "1") @Nullable Integer block,
		@Schema(description = "`error` rejects a text with characters that the model does not know; `skip` leaves "
				+ "them out.", defaultValue = "error") @Nullable UnknownCharacters unknownCharacters) {

	/** Whether labels are to be compared. */
	boolean wantsLabels(Alphabet alphabet) {
		if (this.labels != null && !this.labels.equals("all")) {
			throw UnprocessableException.outOfBounds("labels", this.labels, "all, or left out");
		}
		if (this.labels != null && alphabet.labels().isEmpty()) {
			throw UnprocessableException.outOfBounds("labels", this.labels,
					"left out, because the model has learned no labels");
		}
		return this.labels != null;
	}

	/**
	 * The texts that the model reads from the zero state on for one that is scored. What
	 * is predicted of them, one after another, is what is predicted of that.
	 * @param text at least two characters
	 */
	List<EncodedText> read(EncodedText text, Alphabet alphabet) {
		if (this.block == null) {
			return List.of(text);
		}
		if (wantsToLearn() || wantsMixture() || this.labels != null || alphabet.hasDocuments()) {
			throw UnprocessableException.outOfBounds("block", this.block,
					"left out with learn, mixture or labels, and for models of documents");
		}
		int length = Fields.within("block", this.block, 1, Integer.MAX_VALUE, 1);
		List<EncodedText> blocks = new ArrayList<>();
		for (int from = 0; from < text.length() - 1; from += length) {
			blocks.add(text.slice(from, Math.min(text.length(), from + length + 1)));
		}
		return blocks;
	}

	boolean wantsBaselines() {
		return Boolean.TRUE.equals(this.baselines);
	}

	boolean wantsMixture() {
		return Boolean.TRUE.equals(this.mixture);
	}

	boolean wantsToLearn() {
		return Boolean.TRUE.equals(this.learn);
	}

	boolean wantsCharacters() {
		return this.characters == null || this.characters;
	}

}
