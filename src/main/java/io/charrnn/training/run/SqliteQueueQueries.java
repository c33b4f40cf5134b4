package io.charrnn.training.run;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;

import com.github.kagkarlsson.scheduler.jdbc.DefaultJdbcCustomization;
import org.jspecify.annotations.Nullable;

/**
 * How db-scheduler speaks to SQLite, which has no {@code FETCH FIRST} and needs no
 * {@code FOR UPDATE}: its transactions have the write lock from their first statement on.
 * Its driver knows times as {@link Timestamp} alone.
 */
public final class SqliteQueueQueries extends DefaultJdbcCustomization {

	public SqliteQueueQueries() {
		super(false);
	}

	@Override
	public String getName() {
		return "SQLite";
	}

	@Override
	public String getQueryLimitPart(int limit) {
		return " limit " + limit;
	}

	@Override
	public void setInstant(PreparedStatement statement, int index, @Nullable Instant value) throws SQLException {
		statement.setTimestamp(index, (value != null) ? Timestamp.from(value) : null);
	}

	@Override
	public @Nullable Instant getInstant(ResultSet row, String column) throws SQLException {
		Timestamp value = row.getTimestamp(column);
		return (value != null) ? value.toInstant() : null;
	}

	@Override
	public boolean supportsGenericLockAndFetch() {
		return true;
	}

	@Override
	public String createGenericSelectForUpdateQuery(String table, int limit, String andCondition,
			boolean orderByPriority) {
		return createSelectDueQuery(table, limit, andCondition, orderByPriority);
	}

}
