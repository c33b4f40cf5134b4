package io.charrnn.connection.body;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

import io.charrnn.problem.MalformedException;
import io.charrnn.problem.TooLargeException;
import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.jspecify.annotations.Nullable;

/**
 * A body that came compressed. Bounds are on what comes out of it; that it may be very
 * much more than what came in, which only an attack is, has a bound of its own.
 */
final class GunzippedBody implements InputBuffer {

	private static final int BUFFER_SIZE = 8192;

	/** Texts get 3 to 20 times smaller. */
	private static final int MOST_RATIO = 100;

	/** Up to which any ratio will do. */
	private static final int LEAST_BYTES = 1 << 20;

	private final Compressed compressed;

	private @Nullable GZIPInputStream stream;

	private long unpacked;

	GunzippedBody(InputBuffer in) {
		this.compressed = new Compressed(in);
	}

	@Override
	public int doRead(ApplicationBufferHandler handler) throws IOException {
		ByteBuffer buffer = ByteBuffer.allocate(BUFFER_SIZE);
		int read = unpack(buffer.array());
		buffer.limit(Math.max(0, read));
		handler.setByteBuffer(buffer);
		this.unpacked += Math.max(0, read);
		if (this.unpacked > LEAST_BYTES && this.unpacked > MOST_RATIO * this.compressed.count) {
			throw new TooLargeException("too-large", String.format(Locale.ROOT,
					"The body decompresses, by its Content-Encoding, to more than %d times its size.", MOST_RATIO))
				.with("maxRatio", MOST_RATIO);
		}
		return read;
	}

	private int unpack(byte[] buffer) throws IOException {
		try {
			if (this.stream == null) {
				this.stream = new GZIPInputStream(this.compressed, BUFFER_SIZE);
			}
			return this.stream.read(buffer);
		}
		catch (IOException ex) {
			if (this.compressed.failed) {
				throw ex;
			}
			throw new MalformedException("malformed-encoding",
					"The body is not valid gzip, although its Content-Encoding is gzip.");
		}
	}

	@Override
	public int available() {
		return 0;
	}

	/** The body as it comes. */
	private static final class Compressed extends InputStream implements ApplicationBufferHandler {

		private final InputBuffer in;

		private ByteBuffer buffer = ByteBuffer.allocate(0);

		private boolean ended;

		/** Whether it is the connection that failed. */
		private boolean failed;

		private long count;

		Compressed(InputBuffer in) {
			this.in = in;
		}

		@Override
		public int read() throws IOException {
			byte[] one = new byte[1];
			return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xff;
		}

		@Override
		public int read(byte[] to, int offset, int length) throws IOException {
			while (!this.buffer.hasRemaining() && !this.ended) {
				fill();
			}
			if (this.ended) {
				return -1;
			}
			int read = Math.min(length, this.buffer.remaining());
			this.buffer.get(to, offset, read);
			return read;
		}

		private void fill() throws IOException {
			try {
				int read = this.in.doRead(this);
				this.ended = read < 0;
				this.count += Math.max(0, read);
			}
			catch (IOException ex) {
				this.failed = true;
				throw ex;
			}
		}

		/** Else a second gzip after the first one might be taken for the end. */
		@Override
		public int available() {
			return this.ended ? 0 : 1;
		}

		@Override
		public void setByteBuffer(ByteBuffer buffer) {
			this.buffer = buffer;
		}

		@Override
		public ByteBuffer getByteBuffer() {
			return this.buffer;
		}

		@Override
		public void expand(int size) {
			// The buffer is Tomcat's own.
		}

	}

}
