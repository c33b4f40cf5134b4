package io.charrnn.openai.completion;

import java.util.List;

import io.charrnn.inference.generation.FinishReason;
import io.charrnn.openai.completion.Completion.Choice;
import org.jspecify.annotations.Nullable;

/**
 * What all parts of an answer have in common.
 *
 * @param id names the request
 * @param created when it was requested, in seconds since 1970
 * @param model the version that writes
 */
record CompletionFrame(String id, long created, String model, String fingerprint) {

	Completion with(List<Choice> choices, @Nullable Object usage) {
		return new Completion(this.id, "text_completion", this.created, this.model, choices, usage,
				"fp_" + this.fingerprint);
	}

	static String name(FinishReason reason) {
		return (reason == FinishReason.LENGTH) ? "length" : "stop";
	}

}
