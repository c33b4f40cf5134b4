package io.charrnn.process;

import java.io.IOException;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/** A file or folder that the service needs cannot be used. */
class UnusableFileException extends RuntimeException {

	private final String path;

	private final String property;

	private final @Nullable String reason;

	private final String cure;

	/**
	 * Names a value that cannot be right.
	 * @param value what the property is
	 * @param reason what is wrong with it, to be said after its name
	 * @param cure what helps, in sentences
	 */
	UnusableFileException(String value, String property, String reason, String cure) {
		super("%s (%s) %s".formatted(value, property, reason));
		this.path = value;
		this.property = property;
		this.reason = reason;
		this.cure = cure;
	}

	/**
	 * Names what an attempt failed for.
	 * @param path of the file or folder
	 * @param property that it comes from
	 * @param cause what the system said
	 */
	UnusableFileException(Path path, String property, IOException cause) {
		super("%s (%s) cannot be used".formatted(path, property), cause);
		this.path = path.toString();
		this.property = property;
		this.reason = null;
		this.cure = "";
	}

	String path() {
		return this.path;
	}

	String property() {
		return this.property;
	}

	/** What is wrong, if that is known without a look at the file system. */
	@Nullable String reason() {
		return this.reason;
	}

	String cure() {
		return this.cure;
	}

}
