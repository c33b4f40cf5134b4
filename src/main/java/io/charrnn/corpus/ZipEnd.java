package io.charrnn.corpus;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Looks for the record that a zip ends with (APPNOTE.TXT, 4.3.16), which reading entry by
 * entry does not: a zip that is cut off between two of them looks like one that ends
 * there.
 */
final class ZipEnd extends FilterInputStream {

	/** {@code PK}, 5, 6. */
	private static final int SIGNATURE = 0x504B0506;

	private int last;

	private boolean found;

	ZipEnd(InputStream in) {
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
			this.last = this.last << Byte.SIZE | bytes[i] & 0xFF;
			this.found |= this.last == SIGNATURE;
		}
		return count;
	}

	/** Whether it is there, in what was read or in the rest. */
	boolean isReached() throws IOException {
		transferTo(OutputStream.nullOutputStream());
		return this.found;
	}

}
