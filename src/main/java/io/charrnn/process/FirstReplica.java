package io.charrnn.process;

import java.util.UUID;

import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Distinguishes one of the processes that share a database: it alone reports metrics of
 * what is in the database, so that nothing is counted several times.
 */
@Component
public class FirstReplica {

	private final JdbcClient jdbc;

	private final boolean alone;

	private final String own = UUID.randomUUID().toString();

	public FirstReplica(JdbcClient jdbc, JdbcConnectionDetails connection) {
		this.jdbc = jdbc;
		this.alone = DatabaseDriver.fromJdbcUrl(connection.getJdbcUrl()) == DatabaseDriver.SQLITE;
	}

	/** What names this process among those that share the database. */
	public String own() {
		return this.own;
	}

	/**
	 * Whether this process is that one now. While replicas come and go, none may be, or
	 * two for a moment.
	 */
	public boolean isThis() {
		return this.alone || this.jdbc.sql("SELECT min(id) FROM replica")
			.query(String.class)
			.optional()
			.filter(this.own::equals)
			.isPresent();
	}

}
