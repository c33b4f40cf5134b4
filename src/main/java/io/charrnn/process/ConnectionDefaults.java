package io.charrnn.process;

import com.zaxxer.hikari.HikariDataSource;

import org.springframework.beans.factory.config.BeanPostProcessor;

/** Completes the settings of the two pools, and shares the connections among them. */
final class ConnectionDefaults implements BeanPostProcessor {

	/**
	 * Milliseconds for which HikariCP takes a connection that worked for one that works.
	 * It has no other setting for it.
	 */
	private static final String TRUSTED_MILLIS = "com.zaxxer.hikari.aliveBypassWindowMs";

	/** Not even within the same millisecond. */
	private static final String NEVER = "-1";

	@Override
	public Object postProcessBeforeInitialization(Object bean, String name) {
		if (bean instanceof HikariDataSource pool) {
			pool.setExceptionOverride(new FailedConnections());
			Database.of(pool.getJdbcUrl()).ifPresent((database) -> complete(pool, database, name));
		}
		return bean;
	}

	private static void complete(HikariDataSource pool, Database database, String name) {
		database.complete(pool.getDataSourceProperties());
		if (database.isRemote()) {
			System.getProperties().putIfAbsent(TRUSTED_MILLIS, NEVER);
		}
		int connections = pool.getMaximumPoolSize();
		int writers = database.writers(connections);
		if (name.equals(DatabaseConnections.READERS)) {
			pool.setPoolName("read");
			pool.setMaximumPoolSize(Math.max(1, connections - writers));
			database.readOnly(pool);
		}
		else {
			pool.setPoolName("write");
			pool.setMaximumPoolSize(writers);
		}
	}

}
