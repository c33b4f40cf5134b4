package io.charrnn.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/** What is wrong with the file of a SQLite database, by what SQLite says of it. */
final class DatabaseFault {

	private static final String RESTORE = "Restore a backup without any -wal and -shm files next to it, or move the "
			+ "database away to start with an empty one.";

	private DatabaseFault() {
	}

	/** The fault, or null if SQLite says nothing of the file. */
	static @Nullable FileFault of(SQLException failure, Path file) {
		return switch (failure.getErrorCode()) {
			case 5, 6 -> new FileFault(file, "Something else keeps writing to the database.",
					"End the program that has it open, such as a sqlite3 with an open transaction, and start again.");
			case 8, 3, 14, 23 -> unreachable(failure, file);
			case 10 -> new FileFault(file, "The disk, or its file system, fails: %s.".formatted(failure.getMessage()),
					"Check the disk. A database on a network file system needs one with locks and shared memory; a "
							+ "local disk is better.");
			case 11 -> new FileFault(file, "The database is damaged or truncated (%s).".formatted(failure.getMessage()),
					RESTORE);
			case 13 -> new FileFault(file, "The disk is full: %s.".formatted(FileFault.room(file)),
					"Free some space on it. Stored data is not lost.");
			case 26 -> new FileFault(file, "It is not a SQLite database.",
					"Name another file or folder, or move it away to start with an empty database.");
			default -> null;
		};
	}

	static FileFault ofAnotherProgram(Path file) {
		return new FileFault(file, "It is the SQLite database of another program.",
				"Name another file or folder, or move it away to start with an empty database.");
	}

	/** One of the files, or the folder, that cannot be opened or written to. */
	private static FileFault unreachable(SQLException failure, Path file) {
		return Stream.of("", "-wal", "-shm", "-journal")
			.map((companion) -> file.resolveSibling(file.getFileName() + companion))
			.filter((path) -> Files.exists(path)
					&& !(Files.isRegularFile(path) && Files.isReadable(path) && Files.isWritable(path)))
			.findFirst()
			.map((path) -> Files.isDirectory(path) ? new FileFault(path,
					"It is a folder where there should be a database.", "Name another file, or move the folder away.")
					: FileFault.of(path, failure))
			.orElseGet(() -> FileFault.of(file.toAbsolutePath().resolveSibling("").normalize(), failure));
	}

}
