package io.charrnn.process;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.Set;

import io.charrnn.problem.Problem;
import io.charrnn.problem.Translation;
import io.charrnn.problem.UnavailableException;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;

/** Maps an unreachable, busy or full database to problems for callers. */
@Component
public class DatabaseProblems implements Translation {

	private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

	private static final Duration RETRY_WHEN_FULL = Duration.ofMinutes(1);

	private static final int SQLITE_FULL = 13;

	/**
	 * SQLITE_BUSY, SQLITE_LOCKED, SQLITE_READONLY, SQLITE_IOERR, SQLITE_CANTOPEN and
	 * SQLITE_PROTOCOL.
	 */
	private static final Set<Integer> SQLITE_AWAY = Set.of(5, 6, 8, 10, 14, 15);

	private static final String POSTGRES_FULL = "53100";

	/**
	 * PostgreSQL's serialization_failure, deadlock_detected, lock_not_available,
	 * read_only_sql_transaction (of a server that is no longer the primary),
	 * idle_in_transaction_session_timeout, query_canceled and io_error.
	 */
	private static final Set<String> POSTGRES_AWAY = Set.of("40001", "40P01", "55P03", "25006", "25P03", "57014",
			"58030");

	/** Connections, authorization, resources, and an operator, who shuts down. */
	private static final Set<String> POSTGRES_AWAY_CLASSES = Set.of("08", "28", "53", "57");

	@Override
	public @Nullable Problem translate(Throwable failure) {
		return switch (state(failure)) {
			case FULL -> new UnavailableException("storage-full",
					"The service has no space left to store this. Stored data is safe; deleting some of it frees "
							+ "space.",
					RETRY_WHEN_FULL);
			case AWAY -> new UnavailableException("database-unavailable",
					"The service cannot reach its database now. Try again later.", RETRY_AFTER);
			case UNKNOWN, OTHER -> null;
		};
	}

	/**
	 * Whether the same may work later, as the database was away, busy or full. What it
	 * cannot do at all, such as reading a damaged file, it will not do later either.
	 */
	public static boolean mayPass(Throwable failure) {
		State state = state(failure);
		return state == State.AWAY || state == State.FULL;
	}

	/** What the database itself says counts for more than what was made of it. */
	private static State state(Throwable failure) {
		State state = State.UNKNOWN;
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			State own = ownState(cause);
			if (own == State.FULL || own == State.OTHER) {
				return own;
			}
			state = (own == State.AWAY) ? own : state;
		}
		return state;
	}

	private static State ownState(Throwable cause) {
		if (cause instanceof DiskFullException
				|| cause instanceof IOException && String.valueOf(cause.getMessage()).contains("No space left")) {
			return State.FULL;
		}
		if (cause instanceof SQLException sql) {
			return ownState(sql);
		}
		boolean away = cause instanceof DataAccessResourceFailureException
				|| cause instanceof TransientDataAccessException || cause instanceof RecoverableDataAccessException
				|| cause instanceof CannotCreateTransactionException;
		return away ? State.AWAY : State.UNKNOWN;
	}

	private static State ownState(SQLException failure) {
		String state = failure.getSQLState();
		if (failure.getErrorCode() != 0) {
			return (failure.getErrorCode() == SQLITE_FULL) ? State.FULL
					: SQLITE_AWAY.contains(failure.getErrorCode()) ? State.AWAY : State.OTHER;
		}
		if (state != null && state.length() == 5) {
			return state.equals(POSTGRES_FULL) ? State.FULL
					: POSTGRES_AWAY.contains(state) || POSTGRES_AWAY_CLASSES.contains(state.substring(0, 2))
							? State.AWAY : State.OTHER;
		}
		return (failure instanceof SQLTransientException) ? State.AWAY : State.UNKNOWN;
	}

	private enum State {

		AWAY, FULL,

		/** Something else that the database says. */
		OTHER,

		/** Nothing that a database says. */
		UNKNOWN

	}

}
