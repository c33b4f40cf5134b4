package io.charrnn.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * Gives every context a database as the first release whose data are kept left it: its
 * schema, and rows in every table. The rows are those of a service that took a text,
 * trained three jobs, one of which was paused, kept a session that learned, and made a
 * key; a failed job and the place of the paused one in the queue were added by hand.
 */
public class EarlierData extends TemporaryDataDirectory {

	/** Of the key, which may do everything. */
	public static final String SECRET = "crs_tVoEtZ9JBV_esK2pRhGyjycPnTrYxv9mWfNXdWGKUUY";

	private static final TypeReference<Map<String, List<Map<String, Object>>>> TABLES = new TypeReference<>() {
	};

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		super.initialize(context);
		String url = Objects.requireNonNull(context.getEnvironment().getProperty("spring.datasource.url"));
		Flyway.configure().dataSource(url, null, null).target("1").load().migrate();
		try (Connection connection = DriverManager.getConnection(url)) {
			for (Map.Entry<String, List<Map<String, Object>>> table : tables().entrySet()) {
				for (Map<String, Object> row : table.getValue()) {
					insert(connection, table.getKey(), row);
				}
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Map<String, List<Map<String, Object>>> tables() {
		try (InputStream in = Objects.requireNonNull(EarlierData.class.getResourceAsStream("/earlier-data.json"))) {
			return new JsonMapper().readValue(in, TABLES);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void insert(Connection connection, String table, Map<String, Object> row) throws SQLException {
		String places = String.join(", ", Collections.nCopies(row.size(), "?"));
		try (PreparedStatement insert = connection.prepareStatement(
				"INSERT INTO " + table + " (" + String.join(", ", row.keySet()) + ") VALUES (" + places + ")")) {
			int place = 1;
			for (Object value : row.values()) {
				insert.setObject(place++, value(value));
			}
			insert.executeUpdate();
		}
	}

	private static @Nullable Object value(@Nullable Object value) {
		if (!(value instanceof Map<?, ?> typed)) {
			return value;
		}
		return (typed.get("timestamp") instanceof Number millis) ? new Timestamp(millis.longValue())
				: Base64.getDecoder().decode(String.valueOf(typed.get("base64")));
	}

}
