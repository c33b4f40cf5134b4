package io.charrnn.corpus;

import java.io.IOException;
import java.nio.CharBuffer;

/** Turns each CR LF and each lone CR into a LF. */
final class LineFeeds implements TextSink {

	private final TextSink next;

	private boolean afterReturn;

	LineFeeds(TextSink next) {
		this.next = next;
	}

	@Override
	public void accept(CharBuffer text) throws IOException {
		CharBuffer changed = CharBuffer.allocate(text.remaining());
		while (text.hasRemaining()) {
			char character = text.get();
			if (character != '\n' || !this.afterReturn) {
				changed.put((character == '\r') ? '\n' : character);
			}
			this.afterReturn = character == '\r';
		}
		this.next.accept(changed.flip());
	}

	@Override
	public void begin(Heading heading) throws IOException {
		this.afterReturn = false;
		this.next.begin(heading);
	}

	@Override
	public void finish() throws IOException {
		this.next.finish();
	}

}
