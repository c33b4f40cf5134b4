package io.charrnn.process;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

import com.zaxxer.hikari.HikariConfig;
import org.jspecify.annotations.Nullable;

/**
 * The databases that the service knows, and what its connections to them have unless the
 * settings say otherwise.
 */
enum Database {

	/**
	 * Readers do not wait for the writer, of which there is one. A transaction takes the
	 * writer's lock when it begins, or waits for it as long as the busy timeout says, but
	 * not by the driver's mode IMMEDIATE: with that, each commit begins the next
	 * transaction, and fails if somebody else has the lock by then, though all is
	 * committed.
	 */
	SQLITE("jdbc:sqlite:", Map.of("journal_mode", "WAL", "synchronous", "FULL", "foreign_keys", "true", "busy_timeout",
			"5000", "journal_size_limit", "67108864", "transaction_mode", "DEFERRED"), "COMMIT", "BEGIN IMMEDIATE") {

		@Override
		int writers(int connections) {
			return 1;
		}

		@Override
		void readOnly(HikariConfig pool) {
			pool.setConnectionInitSql("PRAGMA query_only = TRUE");
		}

	},

	/**
	 * A server that is cut off is noticed. The server ends the transaction of a replica
	 * that was suspended in the middle of it, whose locks would keep others from going on
	 * with its jobs, and the wait for a lock that somebody else does not give back.
	 */
	POSTGRESQL("jdbc:postgresql:",
			Map.of("connectTimeout", "5", "socketTimeout", "60", "tcpKeepAlive", "true", "ApplicationName",
					"char-rnn-server", Database.OPTIONS,
					"-c idle_in_transaction_session_timeout=10s -c lock_timeout=5s")) {

		@Override
		boolean isRemote() {
			return true;
		}

		@Override
		int writers(int connections) {
			return Math.max(1, connections / 2);
		}

		@Override
		void readOnly(HikariConfig pool) {
			pool.getDataSourceProperties().merge(OPTIONS, "-c default_transaction_read_only=on", "%s %s"::formatted);
		}

	};

	/** Names the database. */
	static final String URL = "spring.datasource.url";

	private static final String OPTIONS = "options";

	private final String prefix;

	private final Map<String, String> defaults;

	private final List<String> begin;

	Database(String prefix, Map<String, String> defaults, String... begin) {
		this.prefix = prefix;
		this.defaults = defaults;
		this.begin = List.of(begin);
	}

	static Optional<Database> of(@Nullable String url) {
		return Arrays.stream(values())
			.filter((database) -> String.valueOf(url).startsWith(database.prefix))
			.findFirst();
	}

	/** The file of a SQLite database that is one. */
	static Optional<Path> file(@Nullable String url) {
		return of(url).filter((database) -> database == SQLITE)
			.map((database) -> String.valueOf(url)
				.substring(database.prefix.length())
				.replaceFirst("\\?.*", "")
				.replaceFirst("^file:", ""))
			.filter((file) -> !file.isEmpty() && !file.startsWith(":"))
			.map(Path::of);
	}

	/** Gives connections what nothing else is said about. */
	void complete(Properties properties) {
		this.defaults.forEach(properties::putIfAbsent);
	}

	/** What begins a transaction for good after the driver has begun one. */
	List<String> begin() {
		return this.begin;
	}

	/**
	 * Whether somebody else may end its connections: each is tried before it is lent, so
	 * that a restart of the server fails nobody who comes after it.
	 */
	boolean isRemote() {
		return false;
	}

	/** How many of some connections write. */
	abstract int writers(int connections);

	/** Lets the connections of a pool write nothing. */
	abstract void readOnly(HikariConfig pool);

}
