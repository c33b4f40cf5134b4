package io.charrnn.corpus;

import java.io.IOException;
import java.nio.CharBuffer;

/**
 * Splits a text into documents where it has a separator, which is left out. Those without
 * a character are left out, too.
 */
final class SplitText implements TextSink {

	private final String separator;

	private final TextSink next;

	/** What may be the beginning of a separator. */
	private final StringBuilder held = new StringBuilder();

	private boolean begun;

	/**
	 * Prepares to split.
	 * @param separator one or more characters
	 * @param next takes the documents
	 */
	SplitText(String separator, TextSink next) {
		this.separator = separator;
		this.next = next;
	}

	@Override
	public void accept(CharBuffer text) throws IOException {
		this.held.append(text);
		text.position(text.limit());
		int from = 0;
		for (int at = this.held.indexOf(this.separator); at >= 0; at = this.held.indexOf(this.separator, from)) {
			pass(from, at);
			this.begun = false;
			from = at + this.separator.length();
		}
		int certain = Math.max(from, this.held.length() - this.separator.length() + 1);
		if (certain > from && certain < this.held.length() && Character.isLowSurrogate(this.held.charAt(certain))) {
			certain--;
		}
		pass(from, certain);
		this.held.delete(0, certain);
	}

	private void pass(int from, int to) throws IOException {
		if (from == to) {
			return;
		}
		if (!this.begun) {
			this.next.begin(Heading.NONE);
			this.begun = true;
		}
		this.next.accept(CharBuffer.wrap(this.held.substring(from, to)));
	}

	@Override
	public void finish() throws IOException {
		pass(0, this.held.length());
		this.next.finish();
	}

}
