package io.charrnn.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The folder of a driver, which is gone when the driver is, unless it is killed. */
final class Scratch {

	private final Path folder;

	private final Path text;

	/**
	 * Takes over a folder.
	 * @param settings a file in it, which nobody needs any more
	 */
	Scratch(Path settings) throws IOException {
		this.folder = Objects.requireNonNull(settings.toAbsolutePath().getParent());
		this.text = settings.resolveSibling("text");
		Files.deleteIfExists(settings);
		Runtime.getRuntime().addShutdownHook(new Thread(this::delete, "scratch"));
	}

	/** Where the text is to be. */
	Path text() {
		return this.text;
	}

	void delete() {
		try {
			Files.deleteIfExists(this.text);
			Files.deleteIfExists(this.folder);
		}
		catch (IOException ex) {
			System.err.println("the text cannot be deleted: " + ex);
		}
	}

}
