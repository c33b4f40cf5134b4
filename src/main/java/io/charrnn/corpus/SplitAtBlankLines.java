package io.charrnn.corpus;

import java.io.IOException;
import java.nio.CharBuffer;

/**
 * Splits a text into documents at one or more blank lines, which are left out, and may
 * have spaces and tabs. Lines end with LF.
 */
final class SplitAtBlankLines implements TextSink {

	/** Spaces in a row that are held; more of them are no blank line. */
	private static final int MOST_HELD = 1 << 16;

	private final TextSink next;

	/**
	 * What may be part of a blank line: the end of the line before, if a document goes
	 * on, then spaces.
	 */
	private final StringBuilder held = new StringBuilder();

	private boolean begun;

	private boolean withinLine;

	SplitAtBlankLines(TextSink next) {
		this.next = next;
	}

	@Override
	public void accept(CharBuffer text) throws IOException {
		int from = text.position();
		for (int at = from; at < text.limit(); at++) {
			char character = text.get(at);
			if (this.withinLine) {
				if (character == '\n') {
					pass(text, from, at);
					this.held.append('\n');
					this.withinLine = false;
				}
			}
			else if (character == '\n') {
				this.held.setLength(0);
				this.begun = false;
			}
			else if (isSpace(character) && this.held.length() < MOST_HELD) {
				this.held.append(character);
			}
			else {
				pass(CharBuffer.wrap(this.held.toString()), 0, this.held.length());
				this.held.setLength(0);
				this.withinLine = true;
				from = at;
			}
		}
		if (this.withinLine) {
			pass(text, from, text.limit());
		}
		text.position(text.limit());
	}

	private static boolean isSpace(char character) {
		return character == ' ' || character == '\t';
	}

	private void pass(CharBuffer text, int from, int to) throws IOException {
		if (from == to) {
			return;
		}
		if (!this.begun) {
			this.next.begin(Heading.NONE);
			this.begun = true;
		}
		this.next.accept(text.duplicate().position(from).limit(to));
	}

	@Override
	public void finish() throws IOException {
		this.next.finish();
	}

}
