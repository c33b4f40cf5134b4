package io.charrnn.corpus;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

import io.charrnn.problem.MalformedException;

/** Rejects what is no UTF-8 (RFC 3629, section 4) as it is read, with its position. */
final class ValidUtf8 extends FilterInputStream {

	private static final int FIRST = 0x80;

	private static final int LAST = 0xBF;

	private final String what;

	/** Where the character begins that is being read, and its line. */
	private long begin;

	private long line = 1;

	private long offset;

	/** Bytes that the character still needs, and the bounds of the next of them. */
	private int needed;

	private int least = FIRST;

	private int most = LAST;

	/**
	 * Prepares to check.
	 * @param what the bytes are, for refusals
	 */
	ValidUtf8(InputStream in, String what) {
		super(in);
		this.what = what;
	}

	@Override
	public int read() throws IOException {
		int octet = super.read();
		if (octet >= 0) {
			check(octet);
		}
		else {
			end();
		}
		return octet;
	}

	@Override
	public int read(byte[] bytes, int from, int length) throws IOException {
		int count = super.read(bytes, from, length);
		for (int i = from; i < from + count; i++) {
			check(bytes[i] & 0xFF);
		}
		if (count < 0) {
			end();
		}
		return count;
	}

	private void end() {
		if (this.needed > 0) {
			throw refused();
		}
	}

	private void check(int octet) {
		if (this.needed > 0) {
			if (octet < this.least || octet > this.most) {
				throw refused();
			}
			this.needed--;
			this.least = FIRST;
			this.most = LAST;
		}
		else {
			this.begin = this.offset;
			begin(octet);
		}
		this.offset++;
	}

	private void begin(int octet) {
		if (octet < FIRST) {
			this.line += (octet == '\n') ? 1 : 0;
			return;
		}
		if (octet < 0xC2 || octet > 0xF4) {
			throw refused();
		}
		this.needed = (octet < 0xE0) ? 1 : (octet < 0xF0) ? 2 : 3;
		this.least = (octet == 0xE0) ? 0xA0 : (octet == 0xF0) ? 0x90 : FIRST;
		this.most = (octet == 0xED) ? 0x9F : (octet == 0xF4) ? 0x8F : LAST;
	}

	private RuntimeException refused() {
		return new MalformedException("invalid-utf8",
				String.format(Locale.ROOT, "%s is not UTF-8: there is an invalid byte at offset %d, in line %d.",
						this.what, this.begin, this.line))
			.with("offset", this.begin)
			.with("line", this.line);
	}

}
