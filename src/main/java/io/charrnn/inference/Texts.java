package io.charrnn.inference;

import java.text.Normalizer;
import java.util.List;
import java.util.function.IntPredicate;

import io.charrnn.corpus.NormalFormC;
import io.charrnn.model.Alphabet;
import io.charrnn.model.EncodedText;
import io.charrnn.model.UnknownCharacterException;
import io.charrnn.problem.UnprocessableException;
import org.jspecify.annotations.Nullable;

/** Turns the texts of requests into what a model reads. */
public final class Texts {

	private static final int LINE_BREAK = '\n';

	private static final int MOST_NAMED = 20;

	private static final int LAST_OF_ASCII = 0x7F;

	private Texts() {
	}

	/**
	 * Encodes a text as it is {@link #read}.
	 * @param text as it came
	 * @param unknownCharacters what to do with others; null to reject them
	 * @throws UnknownCharacterException if there are others and they are rejected, with
	 * their positions in normal form C
	 * @throws io.charrnn.problem.UnprocessableException if it cannot be normalized
	 */
	public static EncodedText encode(String text, Alphabet alphabet, @Nullable UnknownCharacters unknownCharacters) {
		String read = read(text, alphabet);
		return alphabet.encode((unknownCharacters == UnknownCharacters.SKIP) ? known(read, alphabet) : read);
	}

	/**
	 * Reads a text in Unicode's normal form C, in which corpora are learned. A model
	 * whose corpus was learned as it is may know its characters in another form: then the
	 * text is read as it is, or in normal form D, if that makes all of them known.
	 * @param text as it came
	 * @throws io.charrnn.problem.UnprocessableException if it cannot be normalized
	 */
	public static String read(String text, Alphabet alphabet) {
		String composed = NormalFormC.of(text);
		if (isKnown(composed, alphabet)) {
			return composed;
		}
		if (isKnown(text, alphabet)) {
			return text;
		}
		String decomposed = Normalizer.normalize(text, Normalizer.Form.NFD);
		return isKnown(decomposed, alphabet) ? decomposed : composed;
	}

	/**
	 * Reads a regular expression as its literal characters would be read: in normal form
	 * C, whose characters also match in parts, or as it is if the model knows all its
	 * characters but the signs of ASCII only so.
	 * @param pattern as it came
	 * @throws io.charrnn.problem.UnprocessableException if it cannot be normalized
	 */
	public static String readPattern(String pattern, Alphabet alphabet) {
		String composed = NormalFormC.of(pattern);
		return (isKnown(nonAscii(composed), alphabet) || !isKnown(nonAscii(pattern), alphabet)) ? composed : pattern;
	}

	private static String nonAscii(String text) {
		return kept(text, (character) -> character > LAST_OF_ASCII);
	}

	/**
	 * What is read of a text from its beginning on: of a document its mark first; of
	 * another one, if it is empty, a line break, if the model knows one. What a network
	 * says about the zero state alone, it never learned.
	 * @param label of the document, or null
	 * @throws io.charrnn.problem.UnprocessableException if the model has not learned the
	 * label
	 */
	public static EncodedText opening(Alphabet alphabet, EncodedText text, @Nullable String label) {
		int begin = begin(alphabet, label);
		if (alphabet.hasDocuments()) {
			return new EncodedText(new char[] { (char) begin }).followedBy(text);
		}
		boolean begins = text.length() == 0 && alphabet.contains(LINE_BREAK);
		return begins ? alphabet.encode(Character.toString(LINE_BREAK)) : text;
	}

	/**
	 * Labels are learned in normal form C, too, unless their corpus was learned as it is.
	 */
	private static int begin(Alphabet alphabet, @Nullable String label) {
		int begin = alphabet.begin(label);
		if (label == null || begin >= 0) {
			return begin;
		}
		int composed = alphabet.begin(Normalizer.normalize(label, Normalizer.Form.NFC));
		if (composed < 0) {
			throw UnprocessableException.outOfBounds("label", label, labels(alphabet.labels()));
		}
		return composed;
	}

	private static String labels(List<String> labels) {
		String some = String.join(", ", labels.subList(0, Math.min(MOST_NAMED, labels.size())));
		return labels.isEmpty() ? "left out, because the model has learned no labels"
				: "a label that the model has learned: " + some + ((labels.size() > MOST_NAMED) ? ", ..." : "");
	}

	private static boolean isKnown(String text, Alphabet alphabet) {
		return text.codePoints().allMatch(alphabet::contains);
	}

	private static String known(String text, Alphabet alphabet) {
		return kept(text, alphabet::contains);
	}

	private static String kept(String text, IntPredicate which) {
		return text.codePoints()
			.filter(which)
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
			.toString();
	}

}
