package io.charrnn.inference.scoring;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.charrnn.api.Table;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How well a model predicts texts. */
record ScoreResponse(@Schema(description = "The version used.", example = "shakespeare:3") String model,
		@Schema(description = "One per text, in order.") List<Score> scores,
		@Schema(description = "Whether the network was combined with character n-grams.",
				example = "false") boolean mixture,
		@Schema(description = "Whether each text was learned while it was scored.", example = "false") boolean learned,
		@Schema(description = "Equal requests with equal fingerprints give equal answers.",
				example = "0f3a5c7788d1e2b4") String fingerprint)
		implements
			Table {

	/** Each character of each text, or each text where characters were not asked for. */
	@Override
	public List<?> rows() {
		return IntStream.range(0, this.scores.size()).boxed().flatMap((text) -> {
			Score score = this.scores.get(text);
			if (score.characters() == null) {
				return Stream.of(new TextRow(text, score.loss(), score.bitsPerCharacter(), score.perplexity()));
			}
			List<ScoredCharacter> characters = score.characters();
			return IntStream.range(0, characters.size())
				.mapToObj((position) -> new CharacterRow(text, position, characters.get(position).character(),
						characters.get(position).surprisal()));
		}).toList();
	}

	private record TextRow(int text, double loss, double bitsPerCharacter, @Nullable Double perplexity) {
	}

	private record CharacterRow(int text, int position, String character, @Nullable Double surprisal) {
	}

	/** How well one text is predicted. */
	record Score(@Schema(
			description = "Mean surprisal of all characters except the first, in nats per character; for a document, "
					+ "of all its characters and its end.",
			example = "1.42") double loss,
			@Schema(description = "The loss divided by ln 2.", example = "2.05") double bitsPerCharacter,
			@Schema(description = "exp(loss); null if it is too large for a number.",
					example = "4.14") @Nullable Double perplexity,
			@Schema(description = "The losses of n-grams of the same corpus on the same characters; null unless "
					+ "requested.") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Baseline> baselines,
			@Schema(description = "The surprisal of each character; null unless requested.") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<ScoredCharacter> characters,
			@Schema(description = "How well each label fits, best first; null unless requested.") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<LabelScore> labels) {

		static Score of(double loss, @Nullable List<Baseline> baselines, @Nullable List<ScoredCharacter> characters,
				@Nullable List<LabelScore> labels) {
			double perplexity = Math.exp(loss);
			return new Score(loss, loss / Math.log(2), Double.isFinite(perplexity) ? perplexity : null, baselines,
					characters, labels);
		}

	}

	/** How well a label fits a text. */
	record LabelScore(@Schema(example = "Welsh") String label,
			@Schema(description = "The loss of the text with that label.", example = "1.42") double loss,
			@Schema(description = "The probability of the label among all that the model has learned, with equal "
					+ "priors.", example = "0.93") double probability) {
	}

	/** What counting alone reaches: n-grams with the interpolation of Witten and Bell. */
	record Baseline(@Schema(description = "n, from 1 to 6.", example = "5") int order,
			@Schema(description = "Mean surprisal of all characters except the first, in nats per character.",
					example = "1.67") double loss,
			@Schema(description = "The loss divided by ln 2.", example = "2.41") double bitsPerCharacter) {

		static Baseline of(int order, double loss) {
			return new Baseline(order, loss, loss / Math.log(2));
		}

	}

	/** A character and how surprising it was. */
	record ScoredCharacter(
			@Schema(description = "One Unicode code point; empty for the end of a document.",
					example = "o") String character,
			@Schema(description = "Minus the natural logarithm of its probability given all characters before it; null "
					+ "for the first, unless it begins a document.", example = "0.31") @Nullable Double surprisal) {
	}

}
