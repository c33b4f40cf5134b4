package io.charrnn.process;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

import io.charrnn.problem.UnavailableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.transaction.CannotCreateTransactionException;

import static org.assertj.core.api.Assertions.assertThat;

class DatabaseProblemsTests {

	private final DatabaseProblems problems = new DatabaseProblems();

	@ParameterizedTest
	@CsvSource({ "'', 5, database-unavailable", "'', 10, database-unavailable", "'', 13, storage-full",
			"53100, 0, storage-full", "57P01, 0, database-unavailable", "08006, 0, database-unavailable",
			"25P03, 0, database-unavailable", "55P03, 0, database-unavailable", "25006, 0, database-unavailable",
			"53300, 0, database-unavailable", "40P01, 0, database-unavailable", "'', 8, database-unavailable",
			"'', 14, database-unavailable" })
	void namesWhatTheDatabaseSays(String state, int code, String type) {
		assertThat(this.problems.translate(new SQLException("internal", state, code)))
			.isInstanceOfSatisfying(UnavailableException.class, (problem) -> {
				assertThat(problem.type()).isEqualTo(type);
				assertThat(problem.detail()).doesNotContain("internal");
			});
	}

	@Test
	void looksIntoCauses() {
		UncategorizedSQLException full = new UncategorizedSQLException("put", "INSERT", new SQLException("x", "", 13));
		assertThat(this.problems.translate(full)).extracting("type").isEqualTo("storage-full");
		assertThat(this.problems.translate(new IOException("No space left on device"))).extracting("type")
			.isEqualTo("storage-full");
	}

	@Test
	void knowsADatabaseThatIsAway() {
		assertThat(this.problems
			.translate(new CannotGetJdbcConnectionException("x", new SQLTransientConnectionException("timeout"))))
			.extracting("type")
			.isEqualTo("database-unavailable");
		assertThat(this.problems.translate(new CannotCreateTransactionException("x"))).extracting("type")
			.isEqualTo("database-unavailable");
	}

	@ParameterizedTest
	@CsvSource({ "'', 11", "'', 26", "'', 19", "'', 1", "XX001, 0", "54000, 0", "23505, 0", "42601, 0" })
	void whatNeverEndsIsNoReasonToTryAgain(String state, int code) {
		SQLException never = new SQLException("x", state, code);
		assertThat(DatabaseProblems.mayPass(new DataAccessResourceFailureException("x", never))).isFalse();
		assertThat(DatabaseProblems.mayPass(new CannotCreateTransactionException("x", never))).isFalse();
		assertThat(this.problems.translate(never)).isNull();
	}

	@Test
	void whatIsAwayBusyOrFullMayPass() {
		assertThat(DatabaseProblems.mayPass(new UncategorizedSQLException("x", "x", new SQLException("x", "", 5))))
			.isTrue();
		assertThat(DatabaseProblems.mayPass(new UncategorizedSQLException("x", "x", new SQLException("x", "", 13))))
			.isTrue();
		assertThat(DatabaseProblems.mayPass(new CannotCreateTransactionException("x"))).isTrue();
	}

	@Test
	void leavesMistakesAlone() {
		assertThat(this.problems.translate(new DataIntegrityViolationException("x"))).isNull();
		assertThat(this.problems.translate(new SQLException("x", "42601", 1))).isNull();
		assertThat(this.problems.translate(new IOException("x"))).isNull();
	}

}
