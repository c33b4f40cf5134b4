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
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Makes sure that a SQLite file has one process: only so can jobs go on at once after a
 * crash. The operating system drops the lock when the process ends, however it ends.
 */
@Component
@Order(SoleProcess.AFTER_DATA_DIRECTORY)
class SoleProcess implements FlywayConfigurationCustomizer, DisposableBean {

	static final int AFTER_DATA_DIRECTORY = 100;

	private static final String SQLITE = "jdbc:sqlite:";

	private final String url;

	private @Nullable FileChannel channel;

	SoleProcess(JdbcConnectionDetails connection) {
		this.url = connection.getJdbcUrl();
	}

	/** Takes the lock before anything is changed in the database. */
	@Override
	public void customize(FluentConfiguration flyway) {
		Path file = databaseFile();
		if (file != null) {
			lock(file.resolveSibling(file.getFileName() + ".lock"));
		}
	}

	@Override
	public void destroy() throws IOException {
		if (this.channel != null) {
			this.channel.close();
		}
	}

	private void lock(Path lock) {
		try {
			this.channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
			if (tryLock(this.channel) == null) {
				throw new DatabaseInUseException(lock);
			}
		}
		catch (IOException ex) {
			throw new DatabaseInUseException(lock, ex);
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

	/** The file of a SQLite database that is one. */
	private @Nullable Path databaseFile() {
		if (!this.url.startsWith(SQLITE)) {
			return null;
		}
		String file = this.url.substring(SQLITE.length()).replaceFirst("\\?.*", "").replaceFirst("^file:", "");
		return (file.isEmpty() || file.equals(":memory:")) ? null : Path.of(file);
	}

}
