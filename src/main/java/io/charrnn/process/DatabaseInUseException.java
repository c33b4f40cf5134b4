package io.charrnn.process;

import java.io.IOException;
import java.nio.file.Path;

/** The lock of the database file cannot be had. */
class DatabaseInUseException extends RuntimeException {

	private final transient Path lock;

	/** Another process has the lock. */
	DatabaseInUseException(Path lock) {
		super("another process uses the database: it holds " + lock.toAbsolutePath());
		this.lock = lock;
	}

	/** The lock cannot even be asked for. */
	DatabaseInUseException(Path lock, IOException cause) {
		super("cannot lock " + lock.toAbsolutePath(), cause);
		this.lock = lock;
	}

	Path lock() {
		return this.lock;
	}

}
