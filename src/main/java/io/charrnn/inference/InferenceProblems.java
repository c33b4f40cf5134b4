package io.charrnn.inference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.charrnn.model.NotFiniteException;
import io.charrnn.model.UnknownCharacterException;
import io.charrnn.model.UnknownCharacterException.Occurrence;
import io.charrnn.problem.Problem;
import io.charrnn.problem.Translation;
import io.charrnn.problem.UnprocessableException;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/** Says what a model's exceptions mean to the caller. */
@Component
class InferenceProblems implements Translation {

	/** Of more, some are named, to keep the document small. */
	private static final int MOST_NAMED = 100;

	@Override
	public @Nullable Problem translate(Throwable failure) {
		if (failure instanceof UnknownCharacterException unknown) {
			return unknownCharacters(unknown.occurrences());
		}
		if (failure instanceof NotFiniteException) {
			return new UnprocessableException("model-output-not-finite",
					"The model's output is infinite or not a number: its weights are of no use.");
		}
		return null;
	}

	/** A character in a field that the model does not know. */
	static Problem unknownCharacter(String field, int character) {
		UnknownCharacter unknown = UnknownCharacter.of(character, List.of());
		return new UnprocessableException("unknown-character",
				"%s has %s %s, which the model does not know.".formatted(field, unknown.codePoint(), unknown.name()))
			.with("field", field);
	}

	private static Problem unknownCharacters(List<Occurrence> occurrences) {
		Map<Integer, List<Integer>> positions = new LinkedHashMap<>();
		for (Occurrence occurrence : occurrences) {
			positions.computeIfAbsent(occurrence.character(), (character) -> new ArrayList<>())
				.add(occurrence.position());
		}
		List<UnknownCharacter> characters = positions.entrySet()
			.stream()
			.limit(MOST_NAMED)
			.map((entry) -> UnknownCharacter.of(entry.getKey(), entry.getValue()))
			.toList();
		UnknownCharacter first = characters.get(0);
		return new UnprocessableException("unknown-character",
				"The model does not know %d of the text's characters, the first %s %s at position %d."
					.formatted(positions.size(), first.codePoint(), first.name(), first.positions().get(0)))
			.with("characters", characters);
	}

	/**
	 * A character that a model does not know.
	 *
	 * @param character the character
	 * @param codePoint in Unicode's notation
	 * @param name in Unicode
	 * @param count how often it is in the text
	 * @param positions where, counted in characters from 0; the first hundred
	 */
	record UnknownCharacter(String character, String codePoint, String name, int count, List<Integer> positions) {

		static UnknownCharacter of(int character, List<Integer> positions) {
			String name = Character.getName(character);
			return new UnknownCharacter(Character.toString(character), "U+%04X".formatted(character),
					(name != null) ? name : "unassigned", positions.size(),
					positions.subList(0, Math.min(MOST_NAMED, positions.size())));
		}

	}

}
