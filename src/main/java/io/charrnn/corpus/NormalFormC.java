package io.charrnn.corpus;

import java.text.Normalizer;

/** Unicode's normal form C, in time that grows with a text's length and no faster. */
public final class NormalFormC {

	private NormalFormC() {
	}

	/**
	 * Normalises a text.
	 * @throws io.charrnn.problem.UnprocessableException if more than
	 * {@value CombiningRun#LONGEST} characters in a row combine with the one before them
	 */
	public static String of(String text) {
		CombiningRun run = new CombiningRun("");
		text.codePoints().forEach(run::endsBefore);
		return Normalizer.normalize(text, Normalizer.Form.NFC);
	}

}
