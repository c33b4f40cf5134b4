package io.charrnn.corpus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

import io.charrnn.content.SpoolFile;
import io.charrnn.model.Alphabet;
import io.charrnn.problem.TooLargeException;
import io.charrnn.problem.UnprocessableException;

/** Keeps a text in a file until it is complete, and counts it meanwhile. */
final class Spool implements TextSink, AutoCloseable {

	private static final int BUFFER_SIZE = 1 << 16;

	private final SpoolFile file;

	private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();

	private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_SIZE);

	private final CharacterIndex.Builder index = new CharacterIndex.Builder();

	private final CharacterCounts counts = new CharacterCounts();

	private final LineEnds.Counter lineEnds = new LineEnds.Counter();

	Spool(Path directory) throws IOException {
		this.file = new SpoolFile(directory);
	}

	@Override
	public void accept(CharBuffer text) throws IOException {
		collect(text);
		while (this.encoder.encode(text, this.buffer, true).isOverflow()) {
			write();
		}
	}

	@Override
	public void finish() throws IOException {
		write();
		if (characters() > Integer.MAX_VALUE - 8) {
			throw new TooLargeException("too-large", String.format(Locale.ROOT,
					"The text has %,d characters; %,d is the most.", characters(), Integer.MAX_VALUE - 8));
		}
	}

	private void collect(CharSequence text) {
		for (int position = 0; position < text.length();) {
			int codePoint = Character.codePointAt(text, position);
			position += Character.charCount(codePoint);
			this.counts.add(codePoint);
			this.lineEnds.add(codePoint);
		}
		if (this.counts.different() > Alphabet.MAX_SIZE) {
			throw new UnprocessableException("alphabet-too-large",
					String.format(Locale.ROOT,
							"The text has more than %,d different characters, which is the most of an alphabet.",
							Alphabet.MAX_SIZE));
		}
	}

	private void write() throws IOException {
		this.buffer.flip();
		this.index.add(this.buffer.array(), 0, this.buffer.limit());
		this.file.write(this.buffer);
		this.buffer.clear();
	}

	/** Where the UTF-8 is. */
	SpoolFile file() {
		return this.file;
	}

	long bytes() {
		return this.index.bytes();
	}

	long characters() {
		return this.index.characters();
	}

	CharacterIndex index() {
		return this.index.build();
	}

	/** How often each character occurs. */
	CharacterCounts counts() {
		return this.counts;
	}

	LineEnds lineEnds() {
		return this.lineEnds.ends();
	}

	long lines() {
		return this.lineEnds.lines();
	}

	@Override
	public void close() throws IOException {
		this.file.close();
	}

}
