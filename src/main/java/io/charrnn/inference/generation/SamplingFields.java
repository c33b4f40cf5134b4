package io.charrnn.inference.generation;

import java.util.Map;
import java.util.TreeMap;

import io.charrnn.corpus.NormalFormC;
import io.charrnn.inference.Fields;
import io.charrnn.inference.Temperature;
import io.charrnn.model.Alphabet;
import io.charrnn.model.Penalties;
import io.charrnn.model.Sampling;
import io.charrnn.model.SamplingOrder;
import io.charrnn.problem.UnprocessableException;
import org.jspecify.annotations.Nullable;

/** Checks the fields of a request that say how characters are chosen. */
final class SamplingFields {

	private static final double LEAST_REPETITION = 0.01;

	private static final double MOST_REPETITION = 100;

	private static final double MOST_PENALTY = 2;

	private static final double MOST_BIAS = 100;

	/** Bounds the memory of a text. */
	private static final int LONGEST_WINDOW = 10_000;

	private static final int LONGEST_NGRAM = 100;

	private SamplingFields() {
	}

	/** What the fields say, with defaults where they say nothing. */
	static Sampling sampling(GenerationRequest request, Alphabet alphabet, SamplingOrder order) {
		return new Sampling(Temperature.check(request.temperature()),
				Fields.within("topK", request.topK(), 1, Integer.MAX_VALUE, Integer.MAX_VALUE),
				mass("topP", request.topP()), Fields.within("minP", request.minP(), 0, 1, 0),
				mass("typicalP", request.typicalP()), penalties(request), bias(request.characterBias(), alphabet),
				order);
	}

	/** A sum of probabilities, or 1 if it is not given. */
	private static double mass(String field, @Nullable Double value) {
		if (value != null && !(value > 0 && value <= 1)) {
			throw UnprocessableException.outOfBounds(field, value, "more than 0 and at most 1");
		}
		return (value != null) ? value : 1;
	}

	private static Penalties penalties(GenerationRequest request) {
		return new Penalties(
				Fields.within("repetitionPenalty", request.repetitionPenalty(), LEAST_REPETITION, MOST_REPETITION, 1),
				Fields.within("presencePenalty", request.presencePenalty(), -MOST_PENALTY, MOST_PENALTY, 0),
				Fields.within("frequencyPenalty", request.frequencyPenalty(), -MOST_PENALTY, MOST_PENALTY, 0),
				Fields.within("penaltyWindow", request.penaltyWindow(), 1, LONGEST_WINDOW, Penalties.WHOLE_TEXT),
				Fields.within("noRepeatNgramSize", request.noRepeatNgramSize(), 2, LONGEST_NGRAM, 0));
	}

	private static Map<Integer, Double> bias(@Nullable Map<String, @Nullable Double> characters, Alphabet alphabet) {
		Map<Integer, Double> bias = new TreeMap<>();
		if (characters != null) {
			characters.forEach((character, value) -> {
				if (bias.put(index(character, alphabet), bias(character, value)) != null) {
					throw UnprocessableException
						.outOfBounds("A name in characterBias", character, "given once, in one normalization form")
						.with("field", "characterBias");
				}
			});
		}
		return bias;
	}

	private static double bias(String character, @Nullable Double value) {
		String field = "characterBias[\"%s\"]".formatted(character);
		if (value == null) {
			throw UnprocessableException.outOfBounds(field, "null", "a number");
		}
		return Fields.within(field, value, -MOST_BIAS, MOST_BIAS, 0);
	}

	/** A character that the model knows as it is given is that one. */
	private static int index(String name, Alphabet alphabet) {
		String character = (isOne(name) && alphabet.contains(name.codePointAt(0))) ? name : NormalFormC.of(name);
		if (!isOne(character)) {
			throw UnprocessableException.outOfBounds("A name in characterBias", name, "one character")
				.with("field", "characterBias");
		}
		int codePoint = character.codePointAt(0);
		if (!alphabet.contains(codePoint)) {
			throw Fields.unknownCharacter("characterBias", codePoint);
		}
		return alphabet.encode(character).at(0);
	}

	private static boolean isOne(String name) {
		return name.codePointCount(0, name.length()) == 1;
	}

}
