package io.charrnn.corpus;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Rejects to continue beyond so many bytes. */
final class BoundedStream extends FilterInputStream {

	private final long most;

	private long read;

	BoundedStream(InputStream in, long most) {
		super(in);
		this.most = most;
	}

	@Override
	public int read() throws IOException {
		int octet = super.read();
		count((octet >= 0) ? 1 : 0);
		return octet;
	}

	@Override
	public int read(byte[] bytes, int from, int length) throws IOException {
		int count = super.read(bytes, from, length);
		count(count);
		return count;
	}

	private void count(int bytes) {
		this.read += Math.max(0, bytes);
		if (this.read > this.most) {
			throw TextReader.tooLarge(this.most);
		}
	}

}
