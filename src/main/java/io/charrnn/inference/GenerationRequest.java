package io.charrnn.inference;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import io.charrnn.inference.serving.InferenceSettings;
import io.charrnn.model.Sampling;
import io.charrnn.problem.UnprocessableException;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What to generate.
 *
 * @param prompt the text to go on from; may be empty
 * @param maxCharacters most characters to write
 * @param temperature what the logits are divided by
 * @param topK how many of the most likely characters are left in
 * @param topP up to which sum of probabilities the most likely characters are left in
 * @param minP which part of the most likely character's probability others need
 * @param seed of everything random
 * @param stop strings that end the text
 * @param n how many texts
 * @param stream whether to send the text while it is written
 * @param includePrompt whether the text begins with the prompt
 * @param unknownCharacters what to do with characters that the model does not know
 */
@Schema(example = """
		{"prompt": "ROMEO:\\n", "maxCharacters": 200, "temperature": 0.8, "seed": 1}""")
record GenerationRequest(
		@Schema(description = "The text to go on from. Empty: the text begins as a line does, if the model knows line "
				+ "breaks.", defaultValue = "") @Nullable String prompt,
		@Schema(description = "Most characters to write; the service's configuration bounds it (100,000 unless set "
				+ "otherwise).", minimum = "1", defaultValue = "200") @Nullable Integer maxCharacters,
		@Schema(description = "What the logits are divided by: 0, or from 0.000001 to 100. Less than 1 sharpens the "
				+ "distribution; 0 always takes the most likely character.", minimum = "0", maximum = "100",
				defaultValue = "1") @Nullable Double temperature,
		@Schema(description = "Only so many of the most likely characters are left in. Acts after the temperature, "
				+ "before topP.", minimum = "1") @Nullable Integer topK,
		@Schema(description = "The most likely characters are left in until their probabilities sum to this: more than "
				+ "0, at most 1. Acts after topK, before minP.", maximum = "1",
				defaultValue = "1") @Nullable Double topP,
		@Schema(description = "Characters less likely than this part of the most likely one's probability are left "
				+ "out.", minimum = "0", maximum = "1", defaultValue = "0") @Nullable Double minP,
		@Schema(description = "From 0 to 2^53 - 1; drawn at random if not given. Same model version, prompt, settings "
				+ "and seed give the same text.", minimum = "0", maximum = "9007199254740991") @Nullable Long seed,
		@Schema(description = "Up to 16 strings of 1 to 256 characters that end the text where the first of them would "
				+ "be complete. They are not returned.",
				example = "[\"\\n\\n\"]") @Nullable List<@Nullable String> stop,
		@Schema(description = "How many texts to write. Text i has the seed seed + i.", minimum = "1", maximum = "16",
				defaultValue = "1") @Nullable Integer n,
		@Schema(description = "Whether to send the text as server-sent events while it is written. An Accept header "
				+ "that allows text/event-stream but not application/json asks for the same.",
				defaultValue = "false") @Nullable Boolean stream,
		@Schema(description = "Whether the text begins with the prompt as the model read it.",
				defaultValue = "false") @Nullable Boolean includePrompt,
		@Schema(description = "`error` refuses a prompt with characters that the model does not know; `skip` reads it "
				+ "as if they were not there.", defaultValue = "error") @Nullable UnknownCharacters unknownCharacters) {

	private static final int DEFAULT_CHARACTERS = 200;

	private static final int MOST_TEXTS = 16;

	private static final int MOST_STOP_STRINGS = 16;

	private static final int LONGEST_STOP_STRING = 256;

	/** Integers below it are exact in every JSON parser. */
	private static final long SEED_LIMIT = 1L << 53;

	/** Checks all values and puts defaults where there are none. */
	GenerationSettings settings(InferenceSettings bounds) {
		Fields.characters("prompt", List.of(promptOrEmpty()), bounds.maxPromptCharacters());
		int characters = Fields.within("maxCharacters", this.maxCharacters, 1, bounds.maxCharacters(),
				Math.min(DEFAULT_CHARACTERS, bounds.maxCharacters()));
		int texts = Fields.within("n", this.n, 1, MOST_TEXTS, 1);
		return new GenerationSettings(characters, sampling(), seedOrRandom(), stopStrings(), texts,
				Boolean.TRUE.equals(this.includePrompt));
	}

	String promptOrEmpty() {
		return (this.prompt != null) ? this.prompt : "";
	}

	private Sampling sampling() {
		double checkedTemperature = Temperature.check(this.temperature);
		int checkedTopK = Fields.within("topK", this.topK, 1, Integer.MAX_VALUE, Integer.MAX_VALUE);
		if (this.topP != null && !(this.topP > 0 && this.topP <= 1)) {
			throw UnprocessableException.outOfBounds("topP", this.topP, "more than 0 and at most 1");
		}
		if (this.minP != null && !(this.minP >= 0 && this.minP <= 1)) {
			throw UnprocessableException.outOfBounds("minP", this.minP, "from 0 to 1");
		}
		return new Sampling(checkedTemperature, checkedTopK, (this.topP != null) ? this.topP : 1,
				(this.minP != null) ? this.minP : 0);
	}

	private long seedOrRandom() {
		if (this.seed == null) {
			return ThreadLocalRandom.current().nextLong(SEED_LIMIT);
		}
		if (this.seed < 0 || this.seed >= SEED_LIMIT) {
			throw UnprocessableException.outOfBounds("seed", this.seed, "from 0 to " + (SEED_LIMIT - 1));
		}
		return this.seed;
	}

	private StopStrings stopStrings() {
		List<String> strings = (this.stop != null) ? Fields.present("stop", this.stop) : List.of();
		if (strings.size() > MOST_STOP_STRINGS) {
			throw Fields.size("stop", strings.size(), "at most %d strings".formatted(MOST_STOP_STRINGS));
		}
		for (int index = 0; index < strings.size(); index++) {
			String string = strings.get(index);
			int length = string.codePointCount(0, string.length());
			if (length < 1 || length > LONGEST_STOP_STRING) {
				throw Fields.size("stop[%d]".formatted(index), length,
						"from 1 to %d characters".formatted(LONGEST_STOP_STRING));
			}
		}
		return new StopStrings(strings);
	}

}
