package io.charrnn.openai.completion;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.charrnn.inference.generation.GenerationResponse.ChosenCharacter;
import io.charrnn.openai.completion.Completion.Logprobs;
import org.jspecify.annotations.Nullable;

/** Puts probabilities into OpenAI's lists. */
final class LogprobLists {

	private LogprobLists() {
	}

	/**
	 * Describes characters that stand side by side.
	 * @param characters with their probabilities
	 * @param offset of the first
	 */
	static Logprobs of(List<ChosenCharacter> characters, int offset) {
		List<String> tokens = new ArrayList<>();
		List<@Nullable Double> tokenLogprobs = new ArrayList<>();
		List<@Nullable Map<String, Double>> topLogprobs = new ArrayList<>();
		List<Integer> textOffset = new ArrayList<>();
		for (ChosenCharacter character : characters) {
			textOffset.add(offset + tokens.size());
			tokens.add(character.character());
			tokenLogprobs.add(character.logProbability());
			topLogprobs.add(top(character));
		}
		return new Logprobs(tokens, tokenLogprobs, topLogprobs, textOffset);
	}

	/** The most likely one is first, also where another is as likely. */
	private static @Nullable Map<String, Double> top(ChosenCharacter character) {
		Double own = character.logProbability();
		if (own == null) {
			return null;
		}
		Map<String, Double> top = new LinkedHashMap<>();
		character.alternatives()
			.forEach((alternative) -> top.put(alternative.character(), alternative.logProbability()));
		top.putIfAbsent(character.character(), own);
		return top;
	}

}
