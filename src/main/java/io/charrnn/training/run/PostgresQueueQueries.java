package io.charrnn.training.run;

import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;

/** Lets a replica see no jobs that it has left to others. */
final class PostgresQueueQueries extends PostgreSqlJdbcCustomization {

	private final String condition;

	/**
	 * Queries of a replica.
	 * @param replica a UUID, which needs no escaping
	 */
	PostgresQueueQueries(String replica) {
		super(true, false);
		this.condition = " AND task_instance NOT IN (SELECT job_id FROM refusal WHERE replica_id = '" + replica + "')";
	}

	@Override
	public String createGenericSelectForUpdateQuery(String table, int limit, String andCondition,
			boolean orderByPriority) {
		return super.createGenericSelectForUpdateQuery(table, limit, andCondition + this.condition, orderByPriority);
	}

}
