package io.charrnn.corpus;

import java.util.Locale;

import io.charrnn.problem.UnprocessableException;

/** Counts the characters of a text since the last one that it can be cut before. */
final class CombiningRun {

	/**
	 * The most characters in a row that combine with the one before them. Sorting them
	 * takes time that grows with the square; no writing system comes near.
	 */
	static final int LONGEST = 256;

	private final String advice;

	private int length;

	private long position;

	/**
	 * Begins a text.
	 * @param advice what a refusal ends with
	 */
	CombiningRun(String advice) {
		this.advice = advice;
	}

	/** A text begins, within a larger one. */
	void begin() {
		this.length = 0;
	}

	/**
	 * Takes the next character.
	 * @return whether the text can be cut before it
	 * @throws UnprocessableException if too many in a row cannot
	 */
	boolean endsBefore(int codePoint) {
		boolean ends = CompositionBoundaries.isBefore(codePoint);
		this.length = ends ? 0 : this.length + 1;
		if (this.length > LONGEST) {
			throw new UnprocessableException("too-many-combining-characters",
					String.format(Locale.ROOT,
							"At character %,d there are more than %d combining characters in a row, which cannot be "
									+ "normalized%s.",
							this.position, LONGEST, this.advice));
		}
		this.position++;
		return ends;
	}

}
