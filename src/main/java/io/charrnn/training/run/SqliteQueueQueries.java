package io.charrnn.training.run;

import com.github.kagkarlsson.scheduler.jdbc.DefaultJdbcCustomization;

/**
 * How db-scheduler speaks to SQLite, which has no {@code FETCH FIRST} and needs no
 * {@code FOR UPDATE}: its transactions have the write lock from their first statement on.
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
	public boolean supportsGenericLockAndFetch() {
		return true;
	}

	@Override
	public String createGenericSelectForUpdateQuery(String table, int limit, String andCondition,
			boolean orderByPriority) {
		return createSelectDueQuery(table, limit, andCondition, orderByPriority);
	}

}
