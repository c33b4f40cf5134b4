package io.charrnn.inference;

import io.charrnn.corpus.NormalFormC;
import io.charrnn.model.Alphabet;
import io.charrnn.model.EncodedText;
import io.charrnn.model.UnknownCharacterException;
import org.jspecify.annotations.Nullable;

/** Turns texts of requests into what a model reads. */
public final class Texts {

	private static final int LINE_BREAK = '\n';

	private Texts() {
	}

	/**
	 * Encodes a text in Unicode's normal form C, in which corpora are learned; or as it
	 * is, if the model knows all its characters only so.
	 * @param text as it came
	 * @param alphabet the characters that the model knows
	 * @param unknownCharacters what to do with others; null to refuse them
	 * @throws UnknownCharacterException if there are others and they are refused, with
	 * their positions in normal form C
	 * @throws io.charrnn.problem.UnprocessableException if it cannot be normalised
	 */
	public static EncodedText encode(String text, Alphabet alphabet, @Nullable UnknownCharacters unknownCharacters) {
		String normalized = NormalFormC.of(text);
		boolean onlyAsItIs = !normalized.equals(text) && !isKnown(normalized, alphabet) && isKnown(text, alphabet);
		String read = onlyAsItIs ? text : normalized;
		return alphabet.encode((unknownCharacters == UnknownCharacters.SKIP) ? known(read, alphabet) : read);
	}

	/**
	 * What is read of a text: before an empty one a line break, if the model knows one.
	 * What a network says about the zero state alone, it never learned.
	 */
	public static EncodedText opening(Alphabet alphabet, EncodedText text) {
		boolean begins = text.length() == 0 && alphabet.contains(LINE_BREAK);
		return begins ? alphabet.encode(Character.toString(LINE_BREAK)) : text;
	}

	private static boolean isKnown(String text, Alphabet alphabet) {
		return text.codePoints().allMatch(alphabet::contains);
	}

	private static String known(String text, Alphabet alphabet) {
		return text.codePoints()
			.filter(alphabet::contains)
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
			.toString();
	}

}
