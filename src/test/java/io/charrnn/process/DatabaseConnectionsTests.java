package io.charrnn.process;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import io.charrnn.testing.DatabaseTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

@DatabaseTest
@TestPropertySource(properties = { "spring.datasource.hikari.data-source-properties.busy_timeout=300",
		"spring.datasource.hikari.data-source-properties.options=-c lock_timeout=300ms",
		"spring.datasource.hikari.connection-timeout=1000" })
@Timeout(60)
class DatabaseConnectionsTests {

	@Autowired
	private JdbcClient jdbc;

	@Autowired
	private TransactionTemplate transaction;

	@Autowired
	private DataSource writers;

	@Autowired
	private JdbcConnectionDetails connection;

	@AfterEach
	void empty() {
		this.jdbc.sql("DELETE FROM model").update();
	}

	@Test
	void afterARefusedWriteTransactionsAreWholeOrFail() throws Exception {
		try (ForeignLock lock = ForeignLock.take(this.connection.getJdbcUrl(), "model")) {
			for (int times = 0; times < 3; times++) {
				assertUnavailable(() -> this.transaction.executeWithoutResult((status) -> insert("refused")));
				assertUnavailable(() -> insert("refused"));
				assertThat(count()).isZero();
			}
		}
		for (int times = 0; times < 20; times++) {
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(this::insertAndFail);
			assertThat(count()).isZero();
		}
		this.transaction.executeWithoutResult((status) -> insert("stored"));
		assertThat(count()).isOne();
	}

	/** As db-scheduler does, which begins and commits by itself. */
	@Test
	void whoeverBeginsAndCommitsByItselfGetsNoConnectionThatFailed() throws Exception {
		try (ForeignLock lock = ForeignLock.take(this.connection.getJdbcUrl(), "model")) {
			for (int times = 0; times < 10; times++) {
				assertThatExceptionOfType(SQLException.class).isThrownBy(() -> insertOnAConnection("refused", true));
			}
		}
		for (int times = 0; times < 20; times++) {
			insertOnAConnection("rolled back", false);
		}
		assertThat(count()).isZero();
		insertOnAConnection("stored", true);
		assertThat(count()).isOne();
	}

	@Test
	void readingGoesOnWhileWritersWait() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(20);
		try (ForeignLock lock = ForeignLock.take(this.connection.getJdbcUrl(), "model")) {
			List<CompletableFuture<Throwable>> writers = IntStream.range(0, 20)
				.mapToObj((number) -> CompletableFuture
					.supplyAsync(() -> catchThrowable(() -> insertInATransaction("refused")), threads))
				.toList();
			for (int times = 0; times < 50; times++) {
				assertThat(count()).isZero();
			}
			assertThat(writers).allSatisfy((writer) -> assertUnavailable(writer.join()));
		}
		finally {
			threads.shutdown();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 50 })
	void aTransactionReadsWhatItWrote(int rows) {
		this.transaction.executeWithoutResult((status) -> {
			IntStream.range(0, rows).forEach((number) -> insert("model" + number));
			assertThat(count()).isEqualTo(rows);
		});
	}

	@Test
	void whatChangesDataAndGivesRowsBackNeedsATransaction() {
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(this::insertReturning)
			.havingRootCause()
			.withMessageMatching("(?s).*(readonly|read-only).*");
		this.transaction.executeWithoutResult((status) -> assertThat(insertReturning()).isEqualTo("a"));
	}

	/** Else the commit of what is stored may fail, as it waits for somebody else. */
	@Test
	@Tag("sqlite")
	void aCommitTakesNoLockAgain() throws SQLException {
		try (Connection own = this.writers.getConnection(); Statement statement = own.createStatement()) {
			own.setAutoCommit(false);
			statement.executeUpdate("INSERT INTO model (workspace, name, versions) VALUES ('default', 'a', 1)");
			own.commit();
			try (Connection other = DriverManager.getConnection(this.connection.getJdbcUrl() + "?busy_timeout=0");
					Statement begin = other.createStatement()) {
				begin.execute("BEGIN IMMEDIATE");
			}
			own.setAutoCommit(true);
		}
	}

	private void insertInATransaction(String name) {
		this.transaction.executeWithoutResult((status) -> insert(name));
	}

	private void insertAndFail() {
		this.transaction.executeWithoutResult((status) -> {
			insert("rolled back");
			throw new IllegalStateException("after the write");
		});
	}

	private void insertOnAConnection(String name, boolean commit) throws SQLException {
		try (Connection own = this.writers.getConnection()) {
			assertThat(own.getAutoCommit()).isTrue();
			own.setAutoCommit(false);
			try (Statement statement = own.createStatement()) {
				statement.executeUpdate(
						"INSERT INTO model (workspace, name, versions) VALUES ('default', '%s', 1)".formatted(name));
			}
			if (commit) {
				own.commit();
			}
			else {
				own.rollback();
			}
			own.setAutoCommit(true);
		}
	}

	private void insert(String name) {
		this.jdbc.sql("INSERT INTO model (workspace, name, versions) VALUES ('default', ?, 1)").param(name).update();
	}

	private String insertReturning() {
		return this.jdbc.sql("INSERT INTO model (workspace, name, versions) VALUES ('default', 'a', 1) RETURNING name")
			.query(String.class)
			.single();
	}

	private int count() {
		return this.jdbc.sql("SELECT count(*) FROM model").query(Integer.class).single();
	}

	private static void assertUnavailable(Runnable write) {
		assertUnavailable(catchThrowable(write::run));
	}

	private static void assertUnavailable(Throwable failure) {
		assertThat(failure).isNotNull();
		assertThat(new DatabaseProblems().translate(failure)).as("%s", failure)
			.extracting("type")
			.isEqualTo("database-unavailable");
	}

}
