package io.charrnn.process;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import io.charrnn.testing.DatabaseTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;

import static org.assertj.core.api.Assertions.assertThat;

@DatabaseTest
@TestPropertySource(properties = { "spring.datasource.hikari.data-source-properties.busy_timeout=300",
		"spring.datasource.hikari.data-source-properties.options=-c lock_timeout=300ms" })
@Timeout(60)
class DatabaseHealthTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@Autowired
	private JdbcClient jdbc;

	@Autowired
	private TransactionOperations transaction;

	@Autowired
	private JdbcConnectionDetails connection;

	private final AtomicLong time = new AtomicLong();

	@Test
	void isUpIfAWriteCommitsAndLeavesNothing() {
		assertThat(health(this.transaction, PATIENCE).health().getStatus()).isEqualTo(Status.UP);
		assertThat(this.jdbc.sql("SELECT count(*) FROM readiness").query(Integer.class).single()).isZero();
	}

	@Test
	void isAwayWhileSomebodyElseHasTheLock() throws Exception {
		DatabaseHealth health = health(this.transaction, PATIENCE);
		try (ForeignLock lock = ForeignLock.take(this.connection.getJdbcUrl(), "readiness")) {
			assertThat(health.health().getStatus()).isEqualTo(DatabaseHealth.AWAY);
		}
		this.time.addAndGet(DatabaseHealth.ASK_AGAIN_AFTER.toNanos());
		assertThat(health.health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void isAwayIfAWriteTakesTooLong() {
		CountDownLatch end = new CountDownLatch(1);
		AtomicInteger tries = new AtomicInteger();
		DatabaseHealth health = health(new Transaction(() -> {
			tries.incrementAndGet();
			awaitEnd(end);
		}), Duration.ofMillis(20));
		assertThat(health.health().getStatus()).isEqualTo(DatabaseHealth.AWAY);
		this.time.addAndGet(DatabaseHealth.ASK_AGAIN_AFTER.toNanos());
		assertThat(health.health().getStatus()).isEqualTo(DatabaseHealth.AWAY);
		assertThat(tries).hasValue(1);
		end.countDown();
	}

	@Test
	void isDownIfTheDatabaseAnswersAndNothingCommits() {
		DatabaseHealth health = health(new Transaction(() -> {
			throw new UncategorizedSQLException("commit", null,
					new SQLException("cannot commit - no transaction is active", null, 1));
		}), PATIENCE);
		assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
	}

	@Test
	void writesOnceInAWhile() {
		AtomicInteger tries = new AtomicInteger();
		DatabaseHealth health = health(new Transaction(tries::incrementAndGet), PATIENCE);
		health.health();
		health.health();
		assertThat(tries).hasValue(1);
		this.time.addAndGet(DatabaseHealth.ASK_AGAIN_AFTER.toNanos());
		health.health();
		assertThat(tries).hasValue(2);
	}

	private DatabaseHealth health(TransactionOperations operations, Duration patience) {
		return new DatabaseHealth(operations, this.jdbc, this.time::get, patience);
	}

	private static void awaitEnd(CountDownLatch end) {
		try {
			end.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Does something in place of a transaction. */
	private record Transaction(Runnable instead) implements TransactionOperations {

		@Override
		public <T extends @Nullable Object> T execute(TransactionCallback<T> action) {
			throw new UnsupportedOperationException("nobody asks for a result");
		}

		@Override
		public void executeWithoutResult(Consumer<TransactionStatus> action) {
			this.instead.run();
		}

	}

}
