package io.charrnn.process;

import java.sql.SQLException;
import java.util.Set;

import com.zaxxer.hikari.SQLExceptionOverride;

/**
 * Takes a connection out of its pool that failed at anything but a statement that was
 * wrong in itself. Nobody knows what state one is in that did not begin, commit or roll
 * back: SQLite's driver, for one, believes itself in a transaction that a busy database
 * never began, and what is written there from then on is committed at once.
 */
final class FailedConnections implements SQLExceptionOverride {

	private static final int SQLITE_CONSTRAINT = 19;

	/** SQLSTATE's classes of values, constraints and names that are wrong. */
	private static final Set<String> MISTAKES = Set.of("22", "23", "42");

	@java.lang.Override
	public Override adjudicate(SQLException failure) {
		return isMistake(failure) ? Override.CONTINUE_EVICT : Override.MUST_EVICT;
	}

	private static boolean isMistake(SQLException failure) {
		String state = failure.getSQLState();
		return failure.getErrorCode() == SQLITE_CONSTRAINT
				|| state != null && state.length() == 5 && MISTAKES.contains(state.substring(0, 2));
	}

}
