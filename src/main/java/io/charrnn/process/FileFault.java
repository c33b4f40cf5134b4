package io.charrnn.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * What is wrong with a file or folder.
 *
 * @param path where the fault is
 * @param reason a sentence
 * @param cure what helps, in sentences
 */
record FileFault(Path path, String reason, String cure) {

	/** What the system said, and what a look at the file system says beside it. */
	static FileFault of(Path path, @Nullable Throwable failure) {
		String said = (failure != null) ? String.valueOf(failure.getMessage()) : "";
		Path there = existing(path);
		if (said.contains("No space left") || said.contains("quota exceeded")) {
			return new FileFault(there, "The disk is full: %s.".formatted(room(there)),
					"Free some space on it, or name another folder.");
		}
		if (said.contains("Read-only file system") || isReadOnly(there)) {
			return new FileFault(there, "Its file system is mounted read-only.",
					"Mount it for writing (it may have become read-only because the disk is full or failing), or "
							+ "name another folder.");
		}
		if (!there.equals(path) && !Files.isDirectory(there) || there.equals(path) && Files.isRegularFile(path)
				&& said.contains(path.toString()) && !isDenied(failure)) {
			return new FileFault(there, "It is a file where there should be a folder.",
					"Name another folder, or move the file away.");
		}
		if (isDenied(failure) || !Files.isWritable(there)) {
			return new FileFault(there,
					"The user %s, who runs the service, is not allowed to write to it.".formatted(user()),
					"Give it to that user (chown %s %s), run the service as its owner, or name another folder."
						.formatted(user(), there));
		}
		return new FileFault(there, "The system says: %s.".formatted(said), "Fix this, or name another folder.");
	}

	private static boolean isDenied(@Nullable Throwable failure) {
		return failure instanceof java.nio.file.AccessDeniedException;
	}

	/** A path, or what there is of the folders above it. */
	static Path existing(Path path) {
		Path there = path;
		while (!Files.exists(there) && there.getParent() != null) {
			there = there.getParent();
		}
		return there;
	}

	static String user() {
		return System.getProperty("user.name");
	}

	private static boolean isReadOnly(Path path) {
		try {
			return Files.getFileStore(path).isReadOnly();
		}
		catch (IOException ex) {
			return false;
		}
	}

	static String room(Path path) {
		try {
			return String.format(Locale.ROOT, "%,d of %,d bytes are left", Files.getFileStore(path).getUsableSpace(),
					Files.getFileStore(path).getTotalSpace());
		}
		catch (IOException ex) {
			return "free space is unknown, " + ex.getMessage();
		}
	}

	private String owner() {
		try {
			return Files.getOwner(this.path) + ", "
					+ PosixFilePermissions.toString(Files.getPosixFilePermissions(this.path));
		}
		catch (IOException | UnsupportedOperationException ex) {
			return "unknown (%s)".formatted(ex.getMessage());
		}
	}

	FailureAnalysis analysis(String property, Throwable cause) {
		return new FailureAnalysis("""
				%s

				    Path:     %s
				    Owner:    %s (the service runs as %s)
				    Property: %s""".formatted(this.reason, this.path.toAbsolutePath(), owner(), user(), property),
				this.cure, cause);
	}

}
