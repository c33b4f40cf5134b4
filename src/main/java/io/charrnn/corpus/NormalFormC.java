package io.charrnn.corpus;

import java.text.Normalizer;

/** Unicode normalization form C, in linear time. */
public final class NormalFormC {

	private NormalFormC() {
	}

	/**
	 * Normalizes a text.
	 * @throws io.charrnn.problem.UnprocessableException if more than
	 * {@value CombiningRun#LONGEST} characters in a row combine with the one before them
	 */
	public static String of(String text) {
		CombiningRun run = new CombiningRun("");
		text.codePoints().forEach(run::endsBefore);
		return Normalizer.normalize(text, Normalizer.Form.NFC);
	}

}
