package io.charrnn.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files of a driver, which only the service's user can read: its settings, and later
 * the text. It deletes the settings when it has read them, and the rest when it exits;
 * the service deletes what a killed driver leaves.
 *
 * @param path of the folder
 */
record DriverFolder(Path path) {

	/** Makes one. */
	static DriverFolder create() throws IOException {
		return new DriverFolder(Files.createTempDirectory("char-rnn-"));
	}

	/** Spark's settings, which may have secrets. */
	Path conf() {
		return this.path.resolve("conf");
	}

	void delete() {
		try {
			Files.deleteIfExists(conf());
			Files.deleteIfExists(this.path.resolve("text"));
			Files.deleteIfExists(this.path);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
