package io.charrnn.training.run;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.charrnn.training.JobId;
import io.charrnn.training.TrainingJobStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.transaction.CannotCreateTransactionException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DatabaseRetryTests {

	private @Nullable TrainingJobStatus requested;

	private final RunControl control = new RunControl(() -> this.requested, () -> 0);

	private final DatabaseRetry retry = new DatabaseRetry(this.control, Duration.ofMillis(1));

	private final AtomicInteger tries = new AtomicInteger();

	@Test
	void triesAgainUntilTheDatabaseIsBack() {
		this.retry.run(() -> {
			switch (this.tries.incrementAndGet()) {
				case 1 -> throw new CannotCreateTransactionException("away");
				case 2, 3 -> throw new DataAccessResourceFailureException("away");
				default -> {
				}
			}
		});
		assertThat(this.tries).hasValue(4);
	}

	@Test
	void givesUpWhenTheProcessEnds() {
		assertThatExceptionOfType(DataAccessResourceFailureException.class).isThrownBy(() -> this.retry.run(() -> {
			if (this.tries.incrementAndGet() == 2) {
				this.control.stop();
			}
			throw new DataAccessResourceFailureException("away");
		}));
		assertThat(this.tries).hasValue(2);
	}

	@Test
	void givesUpWhenTheJobIsToBeCancelled() {
		assertThatExceptionOfType(JobCancelledException.class).isThrownBy(() -> this.retry.run(this::cancelAndFail));
		assertThat(this.tries).hasValue(1);
	}

	@Test
	void triesAgainWhenTheJobIsToBePaused() {
		this.requested = TrainingJobStatus.PAUSED;
		this.retry.run(this::failAtFirst);
		assertThat(this.tries).hasValue(2);
	}

	@Test
	void insistsThoughTheJobIsToBeCancelled() {
		this.requested = TrainingJobStatus.CANCELLED;
		this.retry.insist(this::failAtFirst);
		assertThat(this.tries).hasValue(2);
	}

	private void cancelAndFail() {
		this.tries.incrementAndGet();
		this.requested = TrainingJobStatus.CANCELLED;
		this.control.wake();
		throw new DataAccessResourceFailureException("full");
	}

	private void failAtFirst() {
		if (this.tries.incrementAndGet() == 1) {
			throw new DataAccessResourceFailureException("full");
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 11, 26 })
	void doesNotRepeatWhatADamagedFileRefuses(int code) {
		assertThatExceptionOfType(UncategorizedSQLException.class).isThrownBy(() -> this.retry.insist(() -> {
			this.tries.incrementAndGet();
			throw new UncategorizedSQLException("write", "UPDATE", new SQLException("malformed", null, code));
		}));
		assertThat(this.tries).hasValue(1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 5, 13 })
	void repeatsWhatABusyOrFullDatabaseRefuses(int code) {
		this.retry.run(() -> {
			if (this.tries.incrementAndGet() == 1) {
				throw new UncategorizedSQLException("write", "UPDATE", new SQLException("busy", null, code));
			}
		});
		assertThat(this.tries).hasValue(2);
	}

	@Test
	void doesNotRepeatMistakes() {
		assertThatExceptionOfType(DataIntegrityViolationException.class).isThrownBy(() -> this.retry.run(() -> {
			this.tries.incrementAndGet();
			throw new DataIntegrityViolationException("twice");
		}));
		assertThat(this.tries).hasValue(1);
	}

	@Test
	void leavesOtherFailuresAlone() {
		assertThatExceptionOfType(LostLeaseException.class).isThrownBy(() -> this.retry.run(() -> {
			this.tries.incrementAndGet();
			throw new LostLeaseException(new Lease(JobId.random(), 1));
		}));
		assertThat(this.tries).hasValue(1);
	}

}
