package io.charrnn.openai.completion;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Completed texts, or a part of a stream of them.
 *
 * @param id names the request
 * @param object always {@code text_completion}
 * @param created when it was requested, in seconds since 1970
 * @param model the version that wrote
 * @param usage what was read and written; null in a stream that ends with it, left out of
 * one that does not
 * @param systemFingerprint equal ones and equal requests give equal texts
 */
record Completion(@Schema(example = "cmpl-9b1deb4d3b7d4bad9bdd2b0d7b3dcb6d") String id,
		@Schema(example = "text_completion") String object, long created,
		@Schema(example = "shakespeare:3") String model, List<Choice> choices,
		@Schema(implementation = Usage.class) @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Object usage,
		@Schema(example = "fp_0f3a5c7788d1e2b4") @JsonProperty("system_fingerprint") String systemFingerprint) {

	/**
	 * A text, or a part of it.
	 *
	 * @param text without the stop string
	 * @param logprobs of its characters, or null if not asked for
	 * @param finishReason {@code stop} or {@code length}; null while it goes on
	 */
	@Schema(name = "CompletionChoice")
	record Choice(int index, @Schema(example = "What light through yonder window breaks?") String text,
			@Nullable Logprobs logprobs,
			@Schema(example = "stop") @JsonProperty("finish_reason") @Nullable String finishReason, @Schema(types = {
					"string", "integer" },
					description = "The stop string that ended the text, or the token if it was one of "
							+ "`stop_token_ids`.",
					example = "\\n") @JsonProperty("stop_reason") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Object stopReason){
	}

	/**
	 * How probable characters were, each list with one entry for each.
	 *
	 * @param tokenLogprobs natural logarithms of their probabilities; null for the first
	 * of a prompt
	 * @param topLogprobs the most likely characters in their place, the most likely
	 * first, and the character itself; null for the first of a prompt
	 * @param textOffset where they stand in prompt and text
	 */
	@Schema(name = "CompletionLogprobs")
	record Logprobs(List<String> tokens, @JsonProperty("token_logprobs") List<@Nullable Double> tokenLogprobs,
			@JsonProperty("top_logprobs") List<@Nullable Map<String, Double>> topLogprobs,
			@JsonProperty("text_offset") List<Integer> textOffset) {
	}

	/**
	 * What was read and written.
	 *
	 * @param promptTokens characters of all prompts
	 * @param completionTokens characters written in all texts, with those of stop strings
	 * and of texts that were not returned
	 * @param totalTokens the sum
	 */
	@Schema(name = "CompletionUsage")
	record Usage(@Schema(example = "7") @JsonProperty("prompt_tokens") long promptTokens,
			@Schema(example = "200") @JsonProperty("completion_tokens") long completionTokens,
			@Schema(example = "207") @JsonProperty("total_tokens") long totalTokens) {

		static Usage of(long read, long written) {
			return new Usage(read, written, read + written);
		}

	}

}
