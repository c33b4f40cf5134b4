package io.charrnn;

import java.util.Map;
import java.util.Properties;

import com.zaxxer.hikari.HikariDataSource;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.stereotype.Component;

/**
 * What connections to PostgreSQL have unless the settings say otherwise: a server that is
 * cut off is noticed, and the server ends the transaction of a replica that was suspended
 * in the middle of it. Its locks would keep others from going on with its jobs.
 */
@Component
class PostgresConnections implements BeanPostProcessor {

	/** Times in seconds, if nothing else is said. */
	private static final Map<String, String> DEFAULTS = Map.of("connectTimeout", "5", "socketTimeout", "60",
			"tcpKeepAlive", "true", "ApplicationName", "char-rnn-server", "options",
			"-c idle_in_transaction_session_timeout=10s");

	@Override
	public Object postProcessBeforeInitialization(Object bean, String name) {
		if (bean instanceof HikariDataSource pool && String.valueOf(pool.getJdbcUrl()).startsWith("jdbc:postgresql:")) {
			Properties properties = pool.getDataSourceProperties();
			DEFAULTS.forEach(properties::putIfAbsent);
		}
		return bean;
	}

}
