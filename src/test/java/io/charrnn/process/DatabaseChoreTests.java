package io.charrnn.process;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class DatabaseChoreTests {

	@Test
	void goesOnAfterAnyFailureAndTellsOfIt(CapturedOutput output) throws InterruptedException {
		assertThat(timesAfter(new IllegalStateException("a bad row"))).isTrue();
		assertThat(output).contains("a bad row");
	}

	@Test
	void goesOnAfterAnyError(CapturedOutput output) throws InterruptedException {
		assertThat(timesAfter(new OutOfMemoryError("a full heap"))).isTrue();
		assertThat(output).contains("a full heap");
	}

	@Test
	void tellsOfBadSql(CapturedOutput output) throws InterruptedException {
		assertThat(timesAfter(new BadSqlGrammarException("sweep", "DELETE FORM session", new java.sql.SQLException())))
			.isTrue();
		assertThat(output).contains("DELETE FORM session");
	}

	@Test
	void waitsQuietlyWhileTheDatabaseIsAway(CapturedOutput output) throws InterruptedException {
		assertThat(timesAfter(new DataAccessResourceFailureException("nobody answers"))).isTrue();
		assertThat(output).doesNotContain("nobody answers");
	}

	/** Whether a chore that fails is done again. */
	private static boolean timesAfter(Throwable failure) throws InterruptedException {
		CountDownLatch times = new CountDownLatch(3);
		DatabaseChore chore = new DatabaseChore("chore", Duration.ofMillis(1)) {

			@Override
			protected void work() {
				times.countDown();
				ReflectionUtils.rethrowRuntimeException(failure);
			}

		};
		chore.start();
		try {
			return times.await(30, TimeUnit.SECONDS);
		}
		finally {
			chore.stop();
		}
	}

}
