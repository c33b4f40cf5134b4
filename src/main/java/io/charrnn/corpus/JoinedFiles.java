package io.charrnn.corpus;

import java.io.IOException;
import java.nio.CharBuffer;

/**
 * Leaves byte order marks out within a text: they stand where files that began with one
 * were joined, and mean nothing there (The Unicode Standard, 23.8).
 */
final class JoinedFiles implements TextSink {

	private final TextSink next;

	private long marks;

	JoinedFiles(TextSink next) {
		this.next = next;
	}

	@Override
	public void accept(CharBuffer text) throws IOException {
		CharBuffer changed = CharBuffer.allocate(text.remaining());
		while (text.hasRemaining()) {
			char character = text.get();
			if (character == TextReader.BYTE_ORDER_MARK) {
				this.marks++;
			}
			else {
				changed.put(character);
			}
		}
		this.next.accept(changed.flip());
	}

	@Override
	public void begin(Heading heading) throws IOException {
		this.next.begin(heading);
	}

	@Override
	public void finish() throws IOException {
		this.next.finish();
	}

	/** How many were left out. */
	long marks() {
		return this.marks;
	}

}
