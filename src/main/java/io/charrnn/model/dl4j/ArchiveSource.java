package io.charrnn.model.dl4j;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import org.jspecify.annotations.Nullable;

/**
 * The bytes of a zip on their way to its reader: counts them, keeps the last ones, which
 * say where the zip's directory is, and tells a failing stream from a damaged zip.
 */
final class ArchiveSource extends FilterInputStream {

	/** Bytes of a zip's end record, which is its last when the zip has no comment. */
	private static final int END_RECORD = 22;

	private static final int END_SIGNATURE = 0x06054b50;

	private final byte[] last = new byte[END_RECORD];

	private long count;

	private @Nullable IOException failure;

	ArchiveSource(InputStream in) {
		super(in);
	}

	long count() {
		return this.count;
	}

	@Override
	public int read() throws IOException {
		byte[] single = new byte[1];
		return (read(single, 0, 1) < 0) ? -1 : single[0] & 0xFF;
	}

	@Override
	public int read(byte[] bytes, int offset, int length) throws IOException {
		int read;
		try {
			read = super.read(bytes, offset, length);
		}
		catch (IOException ex) {
			this.failure = ex;
			throw ex;
		}
		if (read > 0) {
			this.count += read;
			keepLast(bytes, offset, read);
		}
		return read;
	}

	private void keepLast(byte[] bytes, int offset, int length) {
		int kept = Math.min(length, END_RECORD);
		System.arraycopy(this.last, kept, this.last, 0, END_RECORD - kept);
		System.arraycopy(bytes, offset + length - kept, this.last, END_RECORD - kept, kept);
	}

	/** Throws again what the underlying stream threw, if it did. */
	void rethrowFailure() throws IOException {
		if (this.failure != null) {
			throw this.failure;
		}
	}

	/**
	 * Reads to the end and checks that the zip is whole.
	 * @param entries how many entries the zip must have
	 */
	void finish(int entries) throws IOException {
		transferTo(OutputStream.nullOutputStream());
		ByteBuffer end = ByteBuffer.wrap(this.last).order(ByteOrder.LITTLE_ENDIAN);
		long directoryEnd = (end.getInt(12) & 0xFFFFFFFFL) + (end.getInt(16) & 0xFFFFFFFFL);
		if (end.getInt(0) != END_SIGNATURE || end.getShort(10) != entries || directoryEnd + END_RECORD != this.count) {
			throw new InvalidArchiveException("The archive is truncated, or has data after its end.");
		}
	}

}
