package io.charrnn.content;

import java.io.File;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import io.charrnn.process.DiskFullException;

import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.util.unit.DataSize;

/**
 * Room on the disk of a SQLite database. What is written takes its bytes in the
 * write-ahead log, and then in the database unless deleted data have left as many there.
 * A log that could not be moved into the database because that cannot grow would take no
 * more writes, and so no deletions. Therefore nothing may be stored that would leave less
 * room than a bound; it serves writes that must not fail.
 */
class DiskRoom {

	private static final String STATE = """
			SELECT file, page_count * page_size AS size, freelist_count * page_size AS free
			FROM pragma_database_list, pragma_page_count, pragma_page_size, pragma_freelist_count WHERE name = 'main'""";

	private final JdbcOperations jdbc;

	private final DataSize kept;

	/**
	 * Prepares to look.
	 * @param jdbc the database, whichever it is
	 * @param kept room that must be left
	 */
	DiskRoom(JdbcOperations jdbc, DataSize kept) {
		this.jdbc = jdbc;
		this.kept = kept;
	}

	/**
	 * Checks that bytes can be stored, in the caller's transaction if there is one.
	 * @throws DiskFullException if too little room would be left
	 */
	void check(long bytes) {
		if (Boolean.FALSE.equals(this.jdbc.execute((Connection connection) -> hasRoom(connection, bytes)))) {
			throw new DiskFullException(bytes, this.kept);
		}
	}

	private boolean hasRoom(Connection connection, long bytes) throws SQLException {
		if (!connection.getMetaData().getDatabaseProductName().equals("SQLite")) {
			return true;
		}
		try (Statement statement = connection.createStatement(); ResultSet state = statement.executeQuery(STATE)) {
			state.next();
			String file = state.getString("file");
			return file.isEmpty() || hasRoom(new File(file), state.getLong("size"), state.getLong("free"), bytes);
		}
	}

	private boolean hasRoom(File database, long size, long free, long bytes) {
		long growth = Math.max(0, bytes - free) + Math.max(0, size - database.length());
		long log = Math.max(0, bytes - new File(database + "-wal").length());
		return growth + log == 0 || database.getParentFile().getUsableSpace() - growth - log >= this.kept.toBytes();
	}

}
