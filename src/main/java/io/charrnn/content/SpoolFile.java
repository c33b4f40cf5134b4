package io.charrnn.content;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.UUID;

import io.charrnn.process.PrivateFiles;
import org.jspecify.annotations.Nullable;

/**
 * Takes bytes until they are complete, and digests them meanwhile. The file has no name
 * that outlives the process: where the platform can, it is deleted as soon as it is open.
 */
public final class SpoolFile implements WritableByteChannel {

	private static final int BUFFER_SIZE = 1 << 16;

	private final FileChannel file;

	private final MessageDigest digest = ContentStore.digest();

	private long size;

	private @Nullable String sha256;

	/**
	 * Opens an empty file.
	 * @param directory where it lies; made if it is not there
	 */
	public SpoolFile(Path directory) throws IOException {
		PrivateFiles.createDirectories(directory);
		this.file = PrivateFiles.open(directory.resolve(UUID.randomUUID().toString()), StandardOpenOption.CREATE_NEW,
				StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
	}

	@Override
	public int write(ByteBuffer bytes) throws IOException {
		int length = bytes.remaining();
		this.digest.update(bytes.duplicate());
		while (bytes.hasRemaining()) {
			this.size += this.file.write(bytes, this.size);
		}
		return length;
	}

	/** Bytes written so far. */
	public long size() {
		return this.size;
	}

	/** Reads the file from its beginning; no need to close the stream. */
	public InputStream read() throws IOException {
		return new BufferedInputStream(Channels.newInputStream(this.file.position(0)), BUFFER_SIZE);
	}

	/** The SHA-256 in lower-case hexadecimal digits; the file is complete from now on. */
	String sha256() {
		if (this.sha256 == null) {
			this.sha256 = HexFormat.of().formatHex(this.digest.digest());
		}
		return this.sha256;
	}

	@Override
	public boolean isOpen() {
		return this.file.isOpen();
	}

	@Override
	public void close() throws IOException {
		this.file.close();
	}

}
