package io.charrnn.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Another process that keeps everyone from writing, until it is closed. */
public final class ForeignLock implements AutoCloseable {

	private static final String LOCKED = "locked";

	private final Process process;

	private ForeignLock(Process process) {
		this.process = process;
	}

	/**
	 * Takes the lock.
	 * @param url of a SQLite database, or of one in PostgreSQL
	 * @param tables that nobody can write into; on SQLite, none can be written into
	 */
	public static ForeignLock take(String url, String tables) throws IOException {
		Process process = new ProcessBuilder(ServiceProcess.java(), "-cp", System.getProperty("java.class.path"),
				ForeignLock.class.getName(), url, tables)
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		String said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
			.readLine();
		if (!LOCKED.equals(said)) {
			throw new IOException("no lock of " + url);
		}
		return new ForeignLock(process);
	}

	/** Gives the lock back. */
	@Override
	public void close() throws IOException, InterruptedException {
		this.process.getOutputStream().close();
		this.process.waitFor();
	}

	public static void main(String[] lock) throws SQLException, IOException {
		try (Connection connection = DriverManager.getConnection(lock[0]);
				Statement statement = connection.createStatement()) {
			if (lock[0].startsWith("jdbc:sqlite:")) {
				statement.execute("BEGIN IMMEDIATE");
			}
			else {
				connection.setAutoCommit(false);
				statement.execute("LOCK TABLE " + lock[1] + " IN EXCLUSIVE MODE");
			}
			System.out.println(LOCKED);
			System.in.read();
		}
	}

}
