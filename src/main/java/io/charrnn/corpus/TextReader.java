package io.charrnn.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

import io.charrnn.problem.MalformedException;
import io.charrnn.problem.Problem;
import io.charrnn.problem.TooLargeException;

/** Reads UTF-8 as a stream, rejecting what is none. A byte order mark is left out. */
final class TextReader {

	static final char BYTE_ORDER_MARK = '\uFEFF';

	private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();

	private final ByteBuffer bytes;

	private final CharBuffer chars;

	private final long maxBytes;

	/** Bytes that are read, those in the buffer included. */
	private long read;

	private boolean begun;

	/**
	 * Prepares to read.
	 * @param maxBytes the most bytes of the text
	 * @param bufferSize bytes that are held, at least 4
	 */
	TextReader(long maxBytes, int bufferSize) {
		this.maxBytes = maxBytes;
		this.bytes = ByteBuffer.allocate(bufferSize);
		this.chars = CharBuffer.allocate(bufferSize);
	}

	/**
	 * Reads a text to its end.
	 * @return how many bytes it has
	 * @throws MalformedException with the offset of the first bad byte, if it is not
	 * UTF-8
	 * @throws TooLargeException if it goes on beyond the most bytes
	 */
	long read(InputStream in, TextSink sink) throws IOException {
		boolean end = false;
		while (!end) {
			end = fill(in);
			refuseWide();
			decode(end, sink);
		}
		sink.finish();
		return this.read;
	}

	private boolean fill(InputStream in) throws IOException {
		int count = in.readNBytes(this.bytes.array(), this.bytes.position(), this.bytes.remaining());
		if (count == 0) {
			return true;
		}
		this.read += count;
		if (this.read > this.maxBytes) {
			throw tooLarge(this.maxBytes);
		}
		this.bytes.position(this.bytes.position() + count);
		return false;
	}

	/** UTF-16 and UTF-32 have zeros, but for what the decoder rejects. */
	private void refuseWide() {
		long begin = this.read - this.bytes.position();
		int from = (int) (-begin & 3);
		byte[] part = Arrays.copyOfRange(this.bytes.array(), from, Math.max(from, this.bytes.position()));
		if (begin == 0 || Encodings.hasZero(part)) {
			Encodings.refuseWide(part, begin + from);
		}
	}

	private void decode(boolean end, TextSink sink) throws IOException {
		this.bytes.flip();
		CoderResult result = this.decoder.decode(this.bytes, this.chars, end);
		if (result.isError()) {
			long offset = this.read - this.bytes.remaining();
			throw Encodings
				.notUtf8(Arrays.copyOf(this.bytes.array(), this.bytes.limit()),
						"at byte offset %s is %s".formatted(offset, describe()))
				.with("offset", offset);
		}
		this.bytes.compact();
		pass(sink);
	}

	private void pass(TextSink sink) throws IOException {
		this.chars.flip();
		if (!this.begun && this.chars.hasRemaining()) {
			this.begun = true;
			if (this.chars.charAt(0) == BYTE_ORDER_MARK) {
				this.chars.get();
			}
		}
		sink.accept(this.chars);
		this.chars.clear();
	}

	private String describe() {
		int bad = this.bytes.get(this.bytes.position()) & 0xFF;
		return (bad < 0xC2 || bad > 0xF4) ? String.format(Locale.ROOT, "an invalid byte 0x%02X", bad)
				: String.format(Locale.ROOT, "an incomplete or invalid sequence starting with 0x%02X", bad);
	}

	static Problem tooLarge(long maxBytes) {
		return new TooLargeException("too-large",
				String.format(Locale.ROOT, "The text is larger than the maximum of %,d bytes.", maxBytes))
			.with("maxBytes", maxBytes);
	}

}
