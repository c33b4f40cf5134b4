package io.charrnn.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.stereotype.Component;

/**
 * Makes sure that a SQLite file has one process: only so can jobs go on at once after a
 * crash. The operating system drops the lock when the process ends, however it ends.
 */
@Component
class SoleProcess implements FlywayConfigurationCustomizer, DisposableBean {

	/** Appended to the name of the database. */
	static final String LOCK = ".lock";

	private final String url;

	private @Nullable FileChannel channel;

	SoleProcess(JdbcConnectionDetails connection) {
		this.url = connection.getJdbcUrl();
	}

	/** Takes the lock before anything is changed in the database. */
	@Override
	public void customize(FluentConfiguration flyway) {
		Database.file(this.url).ifPresent((file) -> lock(file.resolveSibling(file.getFileName() + LOCK)));
	}

	@Override
	public void destroy() throws IOException {
		if (this.channel != null) {
			this.channel.close();
		}
	}

	private void lock(Path lock) {
		try {
			this.channel = PrivateFiles.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
			if (tryLock(this.channel) == null) {
				throw new UnusableFileException(lock.toString(), Database.URL,
						"is locked: another process uses the SQLite database next to it",
						("Stop the other process, or set another data folder for this one (%s). Several processes can "
								+ "share a PostgreSQL database.")
							.formatted(DataFolder.PROPERTY));
			}
		}
		catch (IOException ex) {
			throw new UnusableFileException(lock, Database.URL, ex);
		}
	}

	private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
		try {
			return channel.tryLock();
		}
		catch (OverlappingFileLockException ex) {
			return null;
		}
	}

}
