package io.charrnn.openai.completion;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.charrnn.api.ExactJson;
import io.charrnn.inference.generation.TextModel;
import io.charrnn.problem.MalformedException;
import io.charrnn.problem.UnprocessableException;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * What to complete. The fields are those of OpenAI, and behind {@code user} some that
 * vLLM adds. Whole numbers may be written as 20.0, as some clients do.
 *
 * @param topP up to which sum of probabilities the most likely characters are left in
 * @param streamOptions what else to send
 * @param presencePenalty subtracted from logits of characters already generated
 * @param frequencyPenalty subtracted for each time a character was generated
 * @param minP which part of the most likely character's probability others need
 * @param typicalP up to which sum of probabilities the most typical characters are left
 * in
 * @param others fields that change nothing here
 */
@Schema(example = """
		{"model": "shakespeare", "prompt": "ROMEO:\\n", "max_tokens": 200, "temperature": 0.8, "seed": 1}""")
record CompletionRequest(
		@Schema(description = "`name`, `name:version` or a checkpoint's id.",
				example = "shakespeare") @Nullable String model,
		@Schema(description = "A text, tokens, or an array of either. A token is a "
				+ "character: its index in the model's alphabet.", example = "ROMEO:\n") @Nullable JsonNode prompt,
		@Schema(description = "Not supported: the model reads from left to right.") @Nullable String suffix,
		@Schema(description = "Maximum number of characters to generate; 0 only with `echo`.", minimum = "0",
				defaultValue = "16") @JsonProperty("max_tokens") @JsonDeserialize(
						using = WholeNumber.class) @Nullable Integer maxTokens,
		@Schema(description = "The same as `max_tokens`; give at most one of them.",
				minimum = "0") @JsonProperty("max_completion_tokens") @JsonDeserialize(
						using = WholeNumber.class) @Nullable Integer maxCompletionTokens,
		@Schema(description = "0 always takes the most likely character.", minimum = "0", maximum = "100",
				defaultValue = "1") @Nullable Double temperature,
		@Schema(maximum = "1", defaultValue = "1") @JsonProperty("top_p") @Nullable Double topP,
		@Schema(description = "Number of texts per prompt.", minimum = "1", maximum = "16",
				defaultValue = "1") @JsonDeserialize(using = WholeNumber.class) @Nullable Integer n,
		@Schema(description = "Whether to send the text as server-sent events while it is generated.",
				defaultValue = "false") @Nullable Boolean stream,
		@JsonProperty("stream_options") @Nullable StreamOptions streamOptions,
		@Schema(description = "Returns each character's log-probability and those of this many of the most likely "
				+ "characters at its position.", minimum = "0",
				maximum = "20") @JsonDeserialize(using = WholeNumber.class) @Nullable Integer logprobs,
		@Schema(description = "Whether the text starts with the prompt.",
				defaultValue = "false") @Nullable Boolean echo,
		@Schema(description = "A string, or an array of up to 16 strings that end the text and are not returned.") @Nullable JsonNode stop,
		@Schema(minimum = "-2", maximum = "2",
				defaultValue = "0") @JsonProperty("presence_penalty") @Nullable Double presencePenalty,
		@Schema(minimum = "-2", maximum = "2",
				defaultValue = "0") @JsonProperty("frequency_penalty") @Nullable Double frequencyPenalty,
		@Schema(description = "Number of texts to generate per prompt, of which the n most probable are returned. "
				+ "With `stream`, at most n.", minimum = "1", maximum = "16") @JsonProperty("best_of") @JsonDeserialize(
						using = WholeNumber.class) @Nullable Integer bestOf,
		@Schema(description = "Added to the logits of characters, -100 to 100, by their index in the model's "
				+ "alphabet.",
				example = "{\"4\": -100}") @JsonProperty("logit_bias") @Nullable Map<String, @Nullable Double> logitBias,
		@Schema(description = "The same seed gives the same text.") @JsonDeserialize(
				using = WholeNumber.OfLong.class) @Nullable Long seed,
		@Schema(description = "Not used.") @Nullable String user,
		@Schema(description = "Keeps only this many of the most likely characters; 0 or -1 for all.",
				minimum = "-1") @JsonProperty("top_k") @JsonDeserialize(
						using = WholeNumber.class) @Nullable Integer topK,
		@Schema(minimum = "0", maximum = "1") @JsonProperty("min_p") @Nullable Double minP,
		@Schema(maximum = "1") @JsonProperty("typical_p") @Nullable Double typicalP,
		@Schema(minimum = "0.01", maximum = "100",
				description = "The logit of each character that the prompt or the text has is divided by this if "
						+ "positive, and multiplied by it if negative, as in vLLM.") @JsonProperty("repetition_penalty") @Nullable Double repetitionPenalty,
		@Schema(description = "The number of most recent characters that penalties consider; all of them if left out.",
				minimum = "1", maximum = "10000") @JsonProperty("penalty_window") @JsonDeserialize(
						using = WholeNumber.class) @Nullable Integer penaltyWindow,
		@Schema(description = "Sequences of this many characters that the text already has are not repeated, unless "
				+ "nothing else may follow.", minimum = "2",
				maximum = "100") @JsonProperty("no_repeat_ngram_size") @JsonDeserialize(
						using = WholeNumber.class) @Nullable Integer noRepeatNgramSize,
		@Schema(description = "`error` rejects a prompt with characters that the model does not know; `skip` leaves "
				+ "them out.",
				defaultValue = "error") @JsonProperty("unknown_characters") @Nullable String unknownCharacters,
		@Schema(description = "`stop` and `stop_token_ids` end a text only after this many characters.", minimum = "0",
				defaultValue = "0") @JsonProperty("min_tokens") @JsonDeserialize(
						using = WholeNumber.class) @Nullable Integer minTokens,
		@Schema(implementation = Integer[].class, description = "Tokens that end the text like strings in `stop`.",
				example = "[0]") @JsonProperty("stop_token_ids") @Nullable JsonNode stopTokenIds,
		@Schema(description = "Whether to return what ended the text.",
				defaultValue = "false") @JsonProperty("include_stop_str_in_output") @Nullable Boolean includeStop,
		@Schema(types = "object",
				description = "`{\"type\": \"json_schema\", \"json_schema\": {\"name\": ..., \"schema\": ...}}`: "
						+ "texts are compact JSON that is valid against the schema. `{\"type\": \"text\"}`: "
						+ "any text. At most one of this and the next four fields may be given.",
				example = "{\"type\": \"json_schema\", \"json_schema\": {\"name\": \"age\", \"schema\": {\"type\": "
						+ "\"integer\", \"minimum\": 0, \"maximum\": 120}}}") @JsonProperty("response_format") @JsonDeserialize(
								using = ExactJson.class) @Nullable JsonNode responseFormat,
		@Schema(types = "object",
				description = "One of `json` (a schema), `regex` and `choice` (possible texts), as in vLLM.",
				example = "{\"choice\": [\"yes\", \"no\"]}") @JsonProperty("structured_outputs") @JsonDeserialize(
						using = ExactJson.class) @Nullable JsonNode structuredOutputs,
		@Schema(types = {
				"object", "string" }, description = "The same as `structured_outputs.json`.",
				example = "{\"type\": \"boolean\"}") @JsonProperty("guided_json") @JsonDeserialize(
						using = ExactJson.class) @Nullable JsonNode guidedJson,
		@Schema(types = "string", description = "The same as `structured_outputs.regex`.",
				example = "[A-Z][a-z]+") @JsonProperty("guided_regex") @Nullable JsonNode guidedRegex,
		@Schema(implementation = String[].class, description = "The same as `structured_outputs.choice`.",
				example = "[\"yes\", \"no\"]") @JsonProperty("guided_choice") @Nullable JsonNode guidedChoice,
		@Schema(hidden = true) @JsonAnySetter @Nullable Map<String, JsonNode> others){

	private static final int DEFAULT_TOKENS = 16;

	String requiredModel() {
		if (this.model == null) {
			throw MalformedException.missing("model");
		}
		return this.model;
	}

	/** Rejects what would otherwise be ignored. */
	void requireSupported() {
		if (this.suffix != null && !this.suffix.isEmpty()) {
			throw new UnprocessableException("unsupported",
					"suffix is not supported: the model reads from left to right and cannot use following text.")
				.with("field", "suffix");
		}
		if (this.others != null) {
			NeutralFields.check(this.others);
		}
		if (this.maxTokens != null && this.maxCompletionTokens != null
				&& !this.maxTokens.equals(this.maxCompletionTokens)) {
			throw UnprocessableException.outOfBounds("max_completion_tokens", this.maxCompletionTokens,
					"equal to max_tokens, or one of them left out");
		}
		if (maxTokensOrUsual() == 0 && !echoes()) {
			throw UnprocessableException.outOfBounds("max_tokens", 0, "at least 1 without echo");
		}
		if (streams() && writtenTexts() > texts()) {
			throw UnprocessableException.outOfBounds("best_of", writtenTexts(),
					"at most n in a stream, because the best text is known only at the end");
		}
		if (this.topK != null && this.topK < -1) {
			throw UnprocessableException.outOfBounds("top_k", this.topK, "at least 1, or 0 or -1 for all characters");
		}
	}

	int maxTokensOrUsual() {
		Integer tokens = (this.maxTokens != null) ? this.maxTokens : this.maxCompletionTokens;
		return (tokens != null) ? tokens : DEFAULT_TOKENS;
	}

	/** Null if all characters are left in. */
	@Nullable Integer topKOrNone() {
		return (this.topK != null && this.topK > 0) ? this.topK : null;
	}

	/** The characters that end the text, each as a string. */
	List<String> stopTokens(TextModel model) {
		if (this.stopTokenIds == null || this.stopTokenIds.isNull()) {
			return List.of();
		}
		if (!this.stopTokenIds.isArray()) {
			throw new MalformedException("wrong-type", "stop_token_ids must be an array.").with("field",
					"stop_token_ids");
		}
		return model.alphabet()
			.decode(Tokens.tokens("stop_token_ids", this.stopTokenIds, model))
			.codePoints()
			.mapToObj(Character::toString)
			.toList();
	}

	/** What ended a text: a string of {@code stop}, or else the token. */
	@Nullable Object stopReason(@Nullable String ended, TextModel model) {
		if (ended == null || isStopString(ended) || !stopTokens(model).contains(ended)) {
			return ended;
		}
		return model.alphabet().encode(ended).at(0);
	}

	private boolean isStopString(String text) {
		return this.stop != null && (this.stop.isArray() ? this.stop.valueStream() : Stream.of(this.stop))
			.anyMatch((string) -> string.isString() && string.asString().equals(text));
	}

	int texts() {
		return (this.n != null) ? this.n : 1;
	}

	int writtenTexts() {
		return (this.bestOf != null) ? this.bestOf : texts();
	}

	boolean echoes() {
		return Boolean.TRUE.equals(this.echo);
	}

	boolean streams() {
		return Boolean.TRUE.equals(this.stream);
	}

	boolean streamsUsage() {
		return this.streamOptions != null && Boolean.TRUE.equals(this.streamOptions.includeUsage());
	}

	boolean streamsUsageContinuously() {
		return streamsUsage() && this.streamOptions != null
				&& Boolean.TRUE.equals(this.streamOptions.continuousUsageStats());
	}

	boolean skipsUnknown() {
		if (this.unknownCharacters != null && !this.unknownCharacters.matches("error|skip")) {
			throw UnprocessableException.outOfBounds("unknown_characters", this.unknownCharacters,
					"\"error\" or \"skip\"");
		}
		return "skip".equals(this.unknownCharacters);
	}

	/** What else to send in a stream. */
	@Schema(name = "CompletionStreamOptions")
	record StreamOptions(@Schema(
			description = "Whether the last chunk has the numbers of characters read and generated.") @JsonProperty("include_usage") @Nullable Boolean includeUsage,
			@Schema(description = "Not used.") @JsonProperty("include_obfuscation") @Nullable Boolean includeObfuscation,
			@Schema(description = "With `include_usage`: whether each chunk has the numbers of characters so far.") @JsonProperty("continuous_usage_stats") @Nullable Boolean continuousUsageStats) {
	}

}
