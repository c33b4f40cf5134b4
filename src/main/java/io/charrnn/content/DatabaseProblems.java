package io.charrnn.content;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;

import io.charrnn.problem.Problem;
import io.charrnn.problem.Translation;
import io.charrnn.problem.UnavailableException;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;

/** Says what it means to callers when the database is away, busy or full. */
@Component
class DatabaseProblems implements Translation {

	private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

	private static final Duration RETRY_WHEN_FULL = Duration.ofMinutes(1);

	/** SQLite's SQLITE_BUSY, SQLITE_IOERR and SQLITE_FULL. */
	private static final int BUSY = 5;

	private static final int IO_ERROR = 10;

	private static final int FULL = 13;

	/** PostgreSQL's disk_full. */
	private static final String DISK_FULL = "53100";

	@Override
	public @Nullable Problem translate(Throwable failure) {
		if (isFull(failure)) {
			return new UnavailableException("storage-full",
					"The service has no space left to store this. What it stores already is safe; deleting some of it makes room.",
					RETRY_WHEN_FULL);
		}
		if (isAway(failure)) {
			return new UnavailableException("database-unavailable",
					"The service cannot reach its database now. Try again later.", RETRY_AFTER);
		}
		return null;
	}

	private static boolean isFull(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof DiskFullException
					|| cause instanceof SQLException sql
							&& (sql.getErrorCode() == FULL || DISK_FULL.equals(sql.getSQLState()))
					|| cause instanceof IOException && String.valueOf(cause.getMessage()).contains("No space left")) {
				return true;
			}
		}
		return false;
	}

	static boolean isAway(Throwable failure) {
		if (failure instanceof DataAccessResourceFailureException || failure instanceof TransientDataAccessException
				|| failure instanceof RecoverableDataAccessException
				|| failure instanceof CannotCreateTransactionException) {
			return true;
		}
		return failure instanceof SQLException sql && (sql.getErrorCode() == BUSY || sql.getErrorCode() == IO_ERROR
				|| isConnectionLost(String.valueOf(sql.getSQLState())));
	}

	/**
	 * Connection exceptions, operator intervention such as a shutdown, and the end of a
	 * session that was idle for too long within a transaction.
	 */
	private static boolean isConnectionLost(String state) {
		return state.startsWith("08") || state.startsWith("57P") || state.equals("25P03");
	}

}
