package io.charrnn.registry;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.Supplier;

import io.charrnn.content.SpoolFile;
import org.jspecify.annotations.Nullable;

/**
 * A model as a file to be sent. It is written when something of it is requested, since
 * many a client learns that it has the file already.
 */
final class ExportedModel implements Closeable {

	private final Supplier<SpoolFile> writer;

	private @Nullable SpoolFile file;

	/** Prepares a file. */
	ExportedModel(Supplier<SpoolFile> writer) {
		this.writer = writer;
	}

	/** Bytes of the file. */
	long length() {
		return file().size();
	}

	/** Reads the file from its beginning; no need to close the stream. */
	InputStream open() {
		try {
			return file().read();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private SpoolFile file() {
		if (this.file == null) {
			this.file = this.writer.get();
		}
		return this.file;
	}

	@Override
	public void close() throws IOException {
		if (this.file != null) {
			this.file.close();
		}
	}

}
