package io.charrnn.inference;

import java.util.List;
import java.util.Locale;

import io.charrnn.model.NotFiniteException;
import io.charrnn.model.UnknownCharacterException;
import io.charrnn.model.UnknownCharacterException.Occurrences;
import io.charrnn.problem.Problem;
import io.charrnn.problem.Shown;
import io.charrnn.problem.Translation;
import io.charrnn.problem.UnprocessableException;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/** Says what a model's exceptions mean to the caller. */
@Component
class InferenceProblems implements Translation {

	@Override
	public @Nullable Problem translate(Throwable failure) {
		if (failure instanceof UnknownCharacterException unknown) {
			return unknownCharacters(unknown);
		}
		if (failure instanceof NotFiniteException) {
			return new UnprocessableException("model-output-not-finite",
					"The model's output is infinite or not a number: its weights are unusable.");
		}
		return null;
	}

	private static Problem unknownCharacters(UnknownCharacterException unknown) {
		List<UnknownCharacter> characters = unknown.occurrences().stream().map(UnknownCharacter::of).toList();
		UnknownCharacter first = characters.get(0);
		return new UnprocessableException("unknown-character",
				String.format(Locale.ROOT,
						"The model does not know %d of the text's characters, the first %s %s at position %d.",
						unknown.characters(), first.codePoint(), first.name(), first.positions().get(0)))
			.with("characters", characters);
	}

	/**
	 * A character that a model does not know.
	 *
	 * @param codePoint in Unicode's notation
	 * @param name in Unicode
	 * @param count how often it is in the text
	 * @param positions where, counted in characters from 0; the first hundred
	 */
	record UnknownCharacter(String character, String codePoint, String name, int count, List<Integer> positions) {

		static UnknownCharacter of(Occurrences occurrences) {
			int character = occurrences.character();
			return new UnknownCharacter(Character.toString(character), String.format(Locale.ROOT, "U+%04X", character),
					Shown.name(character), occurrences.count(), occurrences.positions());
		}

	}

}
