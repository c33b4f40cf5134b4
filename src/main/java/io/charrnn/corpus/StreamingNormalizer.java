package io.charrnn.corpus;

import java.io.IOException;
import java.nio.CharBuffer;
import java.text.Normalizer;

import io.charrnn.problem.UnprocessableException;

/**
 * Normalises a text that comes in pieces to NFC, exactly as if it came whole, holding one
 * piece and the characters that the next one may still change.
 */
final class StreamingNormalizer implements TextSink {

	/**
	 * The most characters in a row that combine with the one before them. Sorting them
	 * takes time that grows with the square; no writing system comes near.
	 */
	static final int MAX_COMBINING = 256;

	private final TextSink next;

	private final StringBuilder pending = new StringBuilder();

	/** Characters since, and without, the last one that a text can be cut before. */
	private int combining;

	private long position;

	StreamingNormalizer(TextSink next) {
		this.next = next;
	}

	@Override
	public void accept(CharBuffer text) throws IOException {
		int scanned = this.pending.length();
		this.pending.append(text);
		int cut = 0;
		while (scanned < this.pending.length()) {
			int codePoint = this.pending.codePointAt(scanned);
			if (CompositionBoundaries.isBefore(codePoint)) {
				cut = scanned;
				this.combining = 0;
			}
			else if (++this.combining > MAX_COMBINING) {
				throw new UnprocessableException("too-many-combining-characters", """
						At character %,d more than %d characters in a row combine with the one before them, which \
						cannot be normalised; normalization=none takes them as they are.""".formatted(this.position,
						MAX_COMBINING));
			}
			scanned += Character.charCount(codePoint);
			this.position++;
		}
		pass(cut);
	}

	@Override
	public void finish() throws IOException {
		pass(this.pending.length());
		this.next.finish();
	}

	private void pass(int end) throws IOException {
		CharSequence text = this.pending.subSequence(0, end);
		this.next.accept(CharBuffer.wrap(Normalizer.normalize(text, Normalizer.Form.NFC)));
		this.pending.delete(0, end);
	}

}
