package io.charrnn.corpus;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;

import io.charrnn.problem.Problem;

/** Rejects what is no UTF-8 (RFC 3629, section 4) as it is read, with its position. */
final class ValidUtf8 extends FilterInputStream {

	private static final int FIRST = 0x80;

	private static final int LAST = 0xBF;

	/** Where the character begins that is being read, and its line. */
	private long begin;

	private long line = 1;

	private long offset;

	/** Bytes that the character still needs, and the bounds of the next of them. */
	private int needed;

	private int least = FIRST;

	private int most = LAST;

	ValidUtf8(InputStream in) {
		super(in);
	}

	@Override
	public int read() throws IOException {
		byte[] one = new byte[1];
		return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xFF;
	}

	@Override
	public int read(byte[] bytes, int from, int length) throws IOException {
		int count = super.read(bytes, from, length);
		for (int i = from; i < from + count; i++) {
			if (!isValid(bytes[i] & 0xFF)) {
				throw refused(Arrays.copyOfRange(bytes, from, from + count));
			}
			this.offset++;
		}
		if (count < 0 && this.needed > 0) {
			throw refused(new byte[0]);
		}
		return count;
	}

	private boolean isValid(int octet) {
		if (this.needed > 0) {
			boolean valid = octet >= this.least && octet <= this.most;
			this.needed--;
			this.least = FIRST;
			this.most = LAST;
			return valid;
		}
		this.begin = this.offset;
		this.line += (octet == '\n') ? 1 : 0;
		return octet < FIRST || begins(octet);
	}

	private boolean begins(int octet) {
		if (octet < 0xC2 || octet > 0xF4) {
			return false;
		}
		this.needed = (octet < 0xE0) ? 1 : (octet < 0xF0) ? 2 : 3;
		this.least = (octet == 0xE0) ? 0xA0 : (octet == 0xF0) ? 0x90 : FIRST;
		this.most = (octet == 0xED) ? 0x9F : (octet == 0xF4) ? 0x8F : LAST;
		return true;
	}

	/** The encoding is guessed from the bytes around it. */
	private Problem refused(byte[] around) {
		return Encodings
			.notUtf8(around,
					String.format(Locale.ROOT, "at byte offset %d, in line %d, is an invalid byte", this.begin,
							this.line))
			.with("offset", this.begin)
			.with("line", this.line);
	}

}
