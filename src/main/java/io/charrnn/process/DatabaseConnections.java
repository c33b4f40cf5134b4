package io.charrnn.process;

import java.util.List;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Two pools of connections. The data source that everyone knows has those that write, and
 * so those of transactions; reads outside of transactions use the other one. So reads
 * continue however many writers wait.
 */
@Configuration(proxyBeanMethods = false)
public class DatabaseConnections {

	static final String READERS = "readConnections";

	@Bean
	static DataFolder dataFolder(Environment environment) {
		return new DataFolder(environment);
	}

	@Bean
	static ConnectionDefaults connectionDefaults() {
		return new ConnectionDefaults();
	}

	@Bean(name = READERS, defaultCandidate = false)
	@ConfigurationProperties("spring.datasource.hikari")
	HikariDataSource readConnections(JdbcConnectionDetails connection) {
		return DataSourceBuilder.create()
			.type(HikariDataSource.class)
			.driverClassName(connection.getDriverClassName())
			.url(connection.getJdbcUrl())
			.username(connection.getUsername())
			.password(connection.getPassword())
			.build();
	}

	@Bean
	JdbcTemplate jdbcTemplate(DataSource writers, @Qualifier(READERS) DataSource readers) {
		return new SplitJdbcTemplate(writers, readers);
	}

	@Bean
	PlatformTransactionManager transactionManager(DataSource writers, JdbcConnectionDetails connection) {
		return new Transactions(writers, Database.of(connection.getJdbcUrl()).map(Database::begin).orElse(List.of()));
	}

}
