package io.charrnn.process;

import io.charrnn.testing.DatabaseTest;
import io.charrnn.testing.PostgresServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** What PostgreSQL does to its connections, on either database's run. */
@DatabaseTest
@Timeout(60)
class PostgresFailuresTests {

	@Autowired
	private JdbcClient jdbc;

	@Autowired
	private TransactionTemplate transaction;

	@Autowired
	private JdbcConnectionDetails connection;

	private JdbcClient operator;

	@DynamicPropertySource
	static void onPostgres(DynamicPropertyRegistry properties) {
		String url = PostgresServer.shared().createDatabase();
		properties.add("spring.datasource.url", () -> url);
	}

	@BeforeEach
	void empty() {
		this.operator = JdbcClient.create(new DriverManagerDataSource(this.connection.getJdbcUrl()));
		this.jdbc.sql("DELETE FROM model").update();
	}

	@Test
	void aTransactionWhoseBackendIsTerminatedStoresNothing() {
		for (int times = 0; times < 3; times++) {
			Throwable failure = catchThrowable(() -> this.transaction.executeWithoutResult((status) -> {
				insert("a");
				terminate(this.jdbc.sql("SELECT pg_backend_pid()").query(Integer.class).single());
				insert("b");
			}));
			assertThat(DatabaseProblems.mayPass(failure)).as("%s", failure).isTrue();
			assertThat(count()).isZero();
		}
		this.transaction.executeWithoutResult((status) -> insert("c"));
		assertThat(count()).isOne();
	}

	@Test
	void aCommitWhoseBackendIsTerminatedIsReported() {
		Throwable failure = catchThrowable(() -> this.transaction.executeWithoutResult((status) -> {
			insert("a");
			terminate(this.jdbc.sql("SELECT pg_backend_pid()").query(Integer.class).single());
		}));
		assertThat(DatabaseProblems.mayPass(failure)).as("%s", failure).isTrue();
		assertThat(count()).isZero();
	}

	@Test
	void afterARestartOfTheServerNothingFails() {
		this.transaction.executeWithoutResult((status) -> insert("a"));
		for (int times = 0; times < 3; times++) {
			assertThat(count()).isOne();
			terminateAll();
			assertThat(count()).isOne();
			terminateAll();
			this.transaction.executeWithoutResult((status) -> this.jdbc.sql("DELETE FROM model").update());
			terminateAll();
			insert("a");
		}
	}

	/** As it is with a primary that became a standby. */
	@Test
	void connectionsToAServerThatOnlyReadsAreLeft() {
		String database = this.operator.sql("SELECT current_database()").query(String.class).single();
		this.operator.sql("ALTER DATABASE " + database + " SET default_transaction_read_only = on").update();
		try {
			terminateAll();
			for (int times = 0; times < 10; times++) {
				Throwable failure = catchThrowable(
						() -> this.transaction.executeWithoutResult((status) -> insert("a")));
				assertThat(DatabaseProblems.mayPass(failure)).as("%s", failure).isTrue();
			}
		}
		finally {
			this.operator
				.sql("BEGIN; SET TRANSACTION READ WRITE; ALTER DATABASE " + database
						+ " RESET default_transaction_read_only; COMMIT")
				.update();
		}
		for (int times = 0; times < 20 && count() == 0; times++) {
			catchThrowable(() -> this.transaction.executeWithoutResult((status) -> insert("b")));
		}
		assertThat(count()).isOne();
	}

	private void terminateAll() {
		this.operator
			.sql("SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
			.query(Integer.class)
			.list()
			.forEach(this::terminate);
	}

	private void terminate(int backend) {
		this.operator.sql("SELECT pg_terminate_backend(?)").param(backend).query(Boolean.class).single();
		Awaitility.await()
			.until(() -> this.operator.sql("SELECT count(*) FROM pg_stat_activity WHERE pid = ?")
				.param(backend)
				.query(Integer.class)
				.single() == 0);
	}

	private void insert(String name) {
		this.jdbc.sql("INSERT INTO model (workspace, name, versions) VALUES ('default', ?, 1)").param(name).update();
	}

	private int count() {
		return this.jdbc.sql("SELECT count(*) FROM model").query(Integer.class).single();
	}

}
