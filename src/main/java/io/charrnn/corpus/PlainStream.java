package io.charrnn.corpus;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The text of documents, with line breaks instead of what marks their beginnings. */
final class PlainStream extends FilterInputStream {

	private static final int NONE = -2;

	/** What was read of the text but not passed on. */
	private int next = NONE;

	private boolean begun;

	PlainStream(InputStream marked) {
		super(marked);
	}

	@Override
	public int read() throws IOException {
		int octet = (this.next != NONE) ? this.next : this.in.read();
		this.next = NONE;
		boolean first = !this.begun;
		this.begun = true;
		if ((byte) octet != DocumentMark.FIRST || octet < 0) {
			return octet;
		}
		do {
			this.next = this.in.read();
		}
		while (this.next >= 0 && !Utf8.isFirst((byte) this.next));
		return first ? read() : '\n';
	}

	@Override
	public int read(byte[] bytes, int from, int length) throws IOException {
		int count = 0;
		while (count < length) {
			int octet = read();
			if (octet < 0) {
				return (count > 0) ? count : -1;
			}
			bytes[from + count++] = (byte) octet;
		}
		return count;
	}

	@Override
	public long skip(long most) throws IOException {
		long skipped = 0;
		while (skipped < most && read() >= 0) {
			skipped++;
		}
		return skipped;
	}

	@Override
	public boolean markSupported() {
		return false;
	}

}
