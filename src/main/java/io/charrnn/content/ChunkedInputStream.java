package io.charrnn.content;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** Reads chunks one after the other, holding one in memory. */
final class ChunkedInputStream extends InputStream {

	private final Chunks chunks;

	private final long size;

	private long position;

	private byte[] chunk = {};

	private int chunkNumber = -1;

	/**
	 * Prepares to read.
	 * @param chunks gives the bytes
	 * @param size bytes of all chunks
	 */
	ChunkedInputStream(Chunks chunks, long size) {
		this.chunks = chunks;
		this.size = size;
	}

	@Override
	public int read() throws IOException {
		byte[] one = new byte[1];
		return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xFF;
	}

	@Override
	public int read(byte[] target, int offset, int length) throws IOException {
		Objects.checkFromIndexSize(offset, length, target.length);
		if (length == 0) {
			return 0;
		}
		if (this.position >= this.size) {
			return -1;
		}
		int number = (int) (this.position / ContentStore.CHUNK_SIZE);
		if (number != this.chunkNumber) {
			this.chunk = this.chunks.chunk(number);
			this.chunkNumber = number;
		}
		int start = (int) (this.position % ContentStore.CHUNK_SIZE);
		int read = Math.min(length, this.chunk.length - start);
		System.arraycopy(this.chunk, start, target, offset, read);
		this.position += read;
		return read;
	}

	@Override
	public long skip(long count) {
		long skipped = Math.max(0, Math.min(count, this.size - this.position));
		this.position += skipped;
		return skipped;
	}

	@Override
	public int available() {
		long end = (this.chunkNumber + 1L) * ContentStore.CHUNK_SIZE;
		return (int) Math.max(0, Math.min(end, this.size) - this.position);
	}

	/** Gives chunks by their number. */
	interface Chunks {

		byte[] chunk(int number) throws IOException;

	}

}
