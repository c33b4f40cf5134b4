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

	private final DocumentCounts documents = new DocumentCounts();

	private long markBytes;

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
	public void begin(Heading heading) throws IOException {
		this.lineEnds.begin();
		write(DocumentMark.write(this.documents.begin(heading.label()), heading.name()));
	}

	private void write(byte[] mark) throws IOException {
		this.markBytes += mark.length;
		if (this.buffer.remaining() < mark.length) {
			write();
		}
		this.buffer.put(mark);
	}

	@Override
	public void finish() throws IOException {
		this.documents.end();
		if (this.documents.documents() > 0) {
			write(DocumentMark.write(0, null));
		}
		write();
		if (characters() > Integer.MAX_VALUE - 8) {
			throw new TooLargeException("too-large", String.format(Locale.ROOT,
					"The text has %,d characters; the maximum is %,d.", characters(), Integer.MAX_VALUE - 8));
		}
	}

	private void collect(CharSequence text) {
		for (int position = 0; position < text.length();) {
			int codePoint = Character.codePointAt(text, position);
			position += Character.charCount(codePoint);
			this.counts.add(codePoint);
			this.lineEnds.add(codePoint);
			this.documents.add(1);
		}
		int marks = (this.documents.documents() > 0) ? 1 + this.documents.differentLabels() : 0;
		if (this.counts.different() + marks > Alphabet.MAX_SIZE) {
			throw new UnprocessableException("alphabet-too-large", String.format(Locale.ROOT,
					"The text has more than %,d different characters, the maximum of an alphabet.", Alphabet.MAX_SIZE));
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

	/** What is a text of its own in it; none where all is one. */
	DocumentCounts documents() {
		return this.documents;
	}

	/** Bytes of what stands between documents. */
	long markBytes() {
		return this.markBytes;
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
