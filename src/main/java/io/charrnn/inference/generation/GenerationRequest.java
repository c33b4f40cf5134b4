package io.charrnn.inference.generation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

import io.charrnn.api.ExactJson;
import io.charrnn.inference.Fields;
import io.charrnn.inference.Texts;
import io.charrnn.inference.UnknownCharacters;
import io.charrnn.inference.pattern.Structure;
import io.charrnn.inference.serving.InferenceSettings;
import io.charrnn.model.Alphabet;
import io.charrnn.model.SamplingOrder;
import io.charrnn.problem.UnprocessableException;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.annotation.JsonDeserialize;

/** What to generate. */
@Schema(example = """
		{"prompt": "ROMEO:\\n", "maxCharacters": 200, "temperature": 0.8, "seed": 1}""")
public record GenerationRequest(
		@Schema(description = "The text to continue, up to 100,000 characters unless configured otherwise. If empty, "
				+ "the text starts like a document, or like a line if the model knows line breaks.",
				defaultValue = "") @Nullable String prompt,
		@Schema(description = "Maximum number of characters to generate; limited by the service's configuration "
				+ "(100,000 by default). 0 is allowed with includePrompt, to get the prompt's probabilities.",
				minimum = "0", defaultValue = "200") @Nullable Integer maxCharacters,
		@Schema(description = "Stop strings end the text only after this many characters; earlier occurrences are "
				+ "ordinary text. A model of documents does not end one earlier. At most maxCharacters; not "
				+ "with pattern, choices and jsonSchema, which determine the length.", minimum = "0",
				defaultValue = "0") @Nullable Integer minCharacters,
		@Schema(description = "Whether a model of documents continues where it would end a document.",
				defaultValue = "false") @Nullable Boolean ignoreEnd,
		@Schema(description = "The label of the document to generate: one that the model has learned. If left out, "
				+ "the document has none.", example = "Welsh") @Nullable String label,
		@Schema(description = "Divisor of the logits: 0, or from 0.000001 to 100. Values below 1 sharpen the "
				+ "distribution; 0 always takes the most likely character.", minimum = "0", maximum = "100",
				defaultValue = "1") @Nullable Double temperature,
		@Schema(description = "Keeps only this many of the most likely characters. Applied after the temperature, "
				+ "before topP.", minimum = "1") @Nullable Integer topK,
		@Schema(description = "Keeps the most likely characters until their probabilities sum to this: more than 0, "
				+ "at most 1. Applied after topK, before minP.", maximum = "1",
				defaultValue = "1") @Nullable Double topP,
		@Schema(description = "Drops characters less likely than this fraction of the most likely one's probability.",
				minimum = "0", maximum = "1", defaultValue = "0") @Nullable Double minP,
		@Schema(description = "Keeps the characters whose surprisal is closest to the entropy until their "
				+ "probabilities sum to this (locally typical sampling): more than 0, at most 1. Applied after "
				+ "minP.", maximum = "1", defaultValue = "1") @Nullable Double typicalP,
		@Schema(description = "The logit of each character that the text already has is divided by this if positive, "
				+ "and multiplied by it if negative: from 0.01 to 100. The prompt does not count.", minimum = "0.01",
				maximum = "100", defaultValue = "1") @Nullable Double repetitionPenalty,
		@Schema(description = "Subtracted from the logit of each character that the text already has. The prompt "
				+ "does not count.", minimum = "-2", maximum = "2",
				defaultValue = "0") @Nullable Double presencePenalty,
		@Schema(description = "Subtracted from a character's logit for each time the text already has it. The prompt "
				+ "does not count.", minimum = "-2", maximum = "2",
				defaultValue = "0") @Nullable Double frequencyPenalty,
		@Schema(description = "The number of most recent characters of the text that the three penalties consider; "
				+ "all of them if left out.", minimum = "1", maximum = "10000",
				example = "50") @Nullable Integer penaltyWindow,
		@Schema(description = "Sequences of this many characters that the text already has are not repeated, unless "
				+ "nothing else may follow, as within a pattern. The prompt does not count.", minimum = "2",
				maximum = "100", example = "12") @Nullable Integer noRepeatNgramSize,
		@Schema(description = "Added to the logits of characters, from -100 to 100; -100 practically bans one. Each "
				+ "name is one character that the model knows, in any normalization form.",
				example = "{\"e\": -100, \"\\n\": 1.5}") @Nullable Map<String, @Nullable Double> characterBias,
		@Schema(description = "From 0 to 2^53 - 1; random if left out. The same model version, prompt, settings and "
				+ "seed give the same text.", minimum = "0", maximum = "9007199254740991") @Nullable Long seed,
		@Schema(description = "Up to 16 strings of 1 to 256 characters; the text ends before the first of them to be "
				+ "completed. Returned only with includeStop. Normalized like the prompt.",
				example = "[\"\\n\\n\"]") @Nullable List<@Nullable String> stop,
		@Schema(description = "Whether to return the stop string that ended a text.",
				defaultValue = "false") @Nullable Boolean includeStop,
		@Schema(description = "A regular expression that the whole text, without the prompt, must match: literals, "
				+ "`.`, classes such as `[a-z]` and `\\d`, groups, `|`, `*`, `+`, `?`, `{n,m}`. Only "
				+ "characters after which the text can still match within maxCharacters are chosen. When the "
				+ "text matches, it ends if the model chooses a character that the pattern does not allow. Up "
				+ "to 500 characters, normalized like the prompt.",
				example = "[A-Z][a-z]+( [a-z]+){2,5}\\.") @Nullable String pattern,
		@Schema(description = "The text is one of these: 1 to 1,000 strings of up to 200 characters, 10,000 in "
				+ "total, normalized like the prompt. The response has the probability of each. Not with "
				+ "pattern or jsonSchema.", example = "[\"yes\", \"no\"]") @Nullable List<@Nullable String> choices,
		@Schema(types = {
				"object", "string" },
				description = "The text is compact JSON that is valid against this schema, which may use the part of "
						+ "JSON Schema listed in `docs/inference.md`; other keywords are rejected. Up to "
						+ "20,000 characters. Possibly written in a string. Not with pattern or choices.",
				example = "{\"type\": \"object\", \"properties\": {\"name\": {\"type\": \"string\", \"maxLength\": 20}, "
						+ "\"age\": {\"type\": \"integer\", \"minimum\": 0, \"maximum\": 120}}, "
						+ "\"required\": [\"name\", \"age\"], \"additionalProperties\": false}") @JsonDeserialize(
								using = ExactJson.class) @Nullable JsonNode jsonSchema,
		@Schema(description = "Number of texts to generate. Text i has the seed seed + i.", minimum = "1",
				maximum = "16", defaultValue = "1") @Nullable Integer n,
		@Schema(description = "Number of texts to generate, from n to 16, of which the n with the highest mean "
				+ "log-probability are returned, best first. Not with stream.", minimum = "1",
				maximum = "16") @Nullable Integer bestOf,
		@Schema(description = "Returns each character's log-probability and those of this many of the most likely "
				+ "characters at its position. They are the model's own, before temperature, filters, "
				+ "penalties and bias. (1 + this) x characters x texts may be at most 200,000; with "
				+ "includePrompt the prompt counts.", minimum = "0", maximum = "20") @Nullable Integer logProbabilities,
		@Schema(description = "Whether to send the text as server-sent events while it is generated. An Accept "
				+ "header that allows text/event-stream but not application/json has the same effect.",
				defaultValue = "false") @Nullable Boolean stream,
		@Schema(description = "Whether the text starts with the prompt as the model read it.",
				defaultValue = "false") @Nullable Boolean includePrompt,
		@Schema(description = "Whether to combine the network with character n-grams of the training text and of the "
				+ "text so far, which makes it keep to known words. Defaults to how the model is served; in a "
				+ "session, to how the session started.", example = "false") @Nullable Boolean mixture,
		@Schema(description = "`error` rejects a prompt with characters that the model does not know; `skip` leaves "
				+ "them out.", defaultValue = "error") @Nullable UnknownCharacters unknownCharacters){

	private static final int DEFAULT_CHARACTERS = 200;

	private static final int MOST_TEXTS = 16;

	private static final int MOST_ALTERNATIVES = 20;

	/** Bounds the answer's size. */
	private static final int MOST_LOG_PROBABILITIES = 200_000;

	private static final int MOST_STOP_STRINGS = 16;

	private static final int LONGEST_STOP_STRING = 256;

	/** All of them are read for their probabilities. */
	private static final int MOST_CHOICE_CHARACTERS = 10_000;

	/** Integers below it are exact in every JSON parser. */
	private static final long SEED_LIMIT = 1L << 53;

	/** Checks all values and puts defaults where there are none. */
	GenerationSettings settings(InferenceSettings bounds, Alphabet alphabet) {
		String text = promptOrEmpty();
		Fields.characters("prompt", List.of(text), bounds.maxPromptCharacters());
		return settings(bounds, alphabet, 1, text.codePointCount(0, text.length()), SamplingOrder.PENALTIES_FIRST);
	}

	/**
	 * The same where the prompts do not stand here.
	 * @param prompts how many are answered together
	 * @param promptCharacters of all of them
	 * @param order in which characters are chosen
	 */
	GenerationSettings settings(InferenceSettings bounds, Alphabet alphabet, int prompts, long promptCharacters,
			SamplingOrder order) {
		boolean includesPrompt = Boolean.TRUE.equals(this.includePrompt);
		int characters = Fields.within("maxCharacters", this.maxCharacters, includesPrompt ? 0 : 1,
				bounds.maxCharacters(), Math.min(DEFAULT_CHARACTERS, bounds.maxCharacters()));
		int returned = Fields.within("n", this.n, 1, MOST_TEXTS, 1);
		int written = Fields.within("bestOf", this.bestOf, returned, MOST_TEXTS, returned);
		requireSmallAnswer(((long) prompts * characters + (includesPrompt ? promptCharacters : 0)) * written,
				MOST_TEXTS * ((long) bounds.maxCharacters() + bounds.maxPromptCharacters()), characters);
		return new GenerationSettings(characters, minCharacters(characters), Boolean.TRUE.equals(this.ignoreEnd),
				SamplingFields.sampling(this, alphabet, order), seedOrRandom(), stopStrings(alphabet),
				Boolean.TRUE.equals(this.includeStop), structure(alphabet), written, returned, this.logProbabilities,
				includesPrompt);
	}

	/** The prompt. */
	String promptOrEmpty() {
		return (this.prompt != null) ? this.prompt : "";
	}

	/**
	 * Whether the text is to be sent while it is written.
	 * @param otherwise what the request's headers say
	 */
	boolean streams(boolean otherwise) {
		boolean streams = (this.stream != null) ? this.stream : otherwise;
		if (streams && this.bestOf != null) {
			throw UnprocessableException.outOfBounds("bestOf", this.bestOf,
					"left out of a stream, because the best text is known only at the end");
		}
		return streams;
	}

	private int minCharacters(int most) {
		int least = Fields.within("minCharacters", this.minCharacters, 0, most, 0);
		if (least > 0 && !structures().isEmpty()) {
			throw UnprocessableException.outOfBounds("minCharacters", least,
					"left out with %s, which determines the length of a text".formatted(structures().get(0)));
		}
		return least;
	}

	/** More than one prompt may ask for is rejected for many together. */
	private void requireSmallAnswer(long all, long most, int characters) {
		if (all > most) {
			throw UnprocessableException.outOfBounds("maxCharacters", characters, String.format(Locale.ROOT,
					"so small that all texts of all prompts have at most %,d characters", most));
		}
		requireFewLogProbabilities(all);
	}

	private void requireFewLogProbabilities(long characters) {
		int alternatives = Fields.within("logProbabilities", this.logProbabilities, 0, MOST_ALTERNATIVES, 0);
		long values = (1L + alternatives) * characters;
		if (this.logProbabilities != null && values > MOST_LOG_PROBABILITIES) {
			throw UnprocessableException.outOfBounds("logProbabilities", alternatives,
					String.format(Locale.ROOT,
							"so small that (1 + logProbabilities) x characters x texts is at most %,d",
							MOST_LOG_PROBABILITIES));
		}
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

	private @Nullable Structure structure(Alphabet alphabet) {
		List<String> given = structures();
		if (given.size() > 1) {
			throw new UnprocessableException("invalid-value",
					"Only one of pattern, choices and jsonSchema may be given, but the request has %s."
						.formatted(String.join(" and ", given)))
				.with("field", given.get(1));
		}
		if (this.pattern != null) {
			return Structure.pattern(Texts.readPattern(this.pattern, alphabet));
		}
		if (this.choices != null) {
			List<String> texts = Fields.present("choices", this.choices);
			Fields.characters("choices", texts, MOST_CHOICE_CHARACTERS);
			return Structure.choices(texts.stream().map((text) -> Texts.read(text, alphabet)).toList());
		}
		return (this.jsonSchema != null && !this.jsonSchema.isNull()) ? Structure.jsonSchema(this.jsonSchema) : null;
	}

	/** The fields that say what the text has to be. */
	private List<String> structures() {
		List<String> given = new ArrayList<>();
		if (this.pattern != null) {
			given.add("pattern");
		}
		if (this.choices != null) {
			given.add("choices");
		}
		if (this.jsonSchema != null && !this.jsonSchema.isNull()) {
			given.add("jsonSchema");
		}
		return given;
	}

	private StopStrings stopStrings(Alphabet alphabet) {
		List<String> strings = (this.stop != null) ? Fields.present("stop", this.stop) : List.of();
		if (strings.size() > MOST_STOP_STRINGS) {
			throw Fields.size("stop", strings.size(),
					String.format(Locale.ROOT, "at most %d strings", MOST_STOP_STRINGS));
		}
		for (int index = 0; index < strings.size(); index++) {
			String string = strings.get(index);
			int length = string.codePointCount(0, string.length());
			if (length < 1 || length > LONGEST_STOP_STRING) {
				throw Fields.size(String.format(Locale.ROOT, "stop[%d]", index), length,
						String.format(Locale.ROOT, "from 1 to %d characters", LONGEST_STOP_STRING));
			}
		}
		return new StopStrings(strings.stream().map((string) -> Texts.read(string, alphabet)).toList());
	}

}
