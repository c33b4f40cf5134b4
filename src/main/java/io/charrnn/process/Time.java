package io.charrnn.process;

import java.time.Clock;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The clock that everything asks for the time, so that tests can stop it. Replicas take
 * that of the database which they share, as they compare times that others have written.
 */
@Configuration(proxyBeanMethods = false)
class Time {

	@Bean
	Clock clock(JdbcConnectionDetails connection, ObjectProvider<JdbcClient> jdbc) {
		return (DatabaseDriver.fromJdbcUrl(connection.getJdbcUrl()) == DatabaseDriver.POSTGRESQL)
				? new DatabaseClock(jdbc::getObject, System::nanoTime) : Clock.systemUTC();
	}

}
