package io.charrnn.content;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;

import javax.sql.DataSource;

import io.charrnn.testing.DatabaseTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

@DatabaseTest
class SchemaTests {

	@Autowired
	private DataSource database;

	/** Without one, whatever it refers to cannot be deleted before all rows were read. */
	@Test
	void everyForeignKeyHasAnIndex() throws SQLException {
		try (Connection connection = this.database.getConnection()) {
			DatabaseMetaData schema = connection.getMetaData();
			Set<String> keys = new TreeSet<>();
			Set<String> indexed = new TreeSet<>();
			for (String table : tables(schema)) {
				collect(keys, table, schema.getImportedKeys(null, null, table), "KEY_SEQ", "FKCOLUMN_NAME");
				collect(indexed, table, schema.getIndexInfo(null, null, table, false, true), "ORDINAL_POSITION",
						"COLUMN_NAME");
				collect(indexed, table, schema.getPrimaryKeys(null, null, table), "KEY_SEQ", "COLUMN_NAME");
			}
			assertThat(keys).contains("checkpoint.archive_sha256", "session_mark.session_id");
			assertThat(indexed).containsAll(keys);
		}
	}

	/** Each new table belongs to the one or to the other. */
	@Test
	void rowsHaveAWorkspaceUnlessTheyBelongToAll() throws SQLException {
		try (Connection connection = this.database.getConnection()) {
			DatabaseMetaData schema = connection.getMetaData();
			Set<String> owned = new TreeSet<>();
			Set<String> others = new TreeSet<>();
			for (String table : tables(schema)) {
				try (ResultSet column = schema.getColumns(null, null, table, "workspace")) {
					(column.next() ? owned : others).add(table);
				}
			}
			assertThat(owned).containsExactlyInAnyOrder("api_key", "checkpoint", "corpus", "fine_tuning_request",
					"model", "model_version", "search", "search_trial", "session", "session_mark", "training_job",
					"training_metric", "training_sample");
			assertThat(others).containsExactlyInAnyOrder("archive_alphabet", "content", "content_chunk",
					"flyway_schema_history", "readiness", "refusal", "replica", "scheduled_tasks", "webhook_delivery",
					"workspace");
		}
	}

	private static Set<String> tables(DatabaseMetaData schema) throws SQLException {
		Set<String> tables = new TreeSet<>();
		try (ResultSet found = schema.getTables(null, null, "%", new String[] { "TABLE" })) {
			while (found.next()) {
				tables.add(found.getString("TABLE_NAME"));
			}
		}
		return tables;
	}

	/** Collects those columns that come first in their keys. */
	private static void collect(Set<String> columns, String table, ResultSet rows, String position, String name)
			throws SQLException {
		try (rows) {
			while (rows.next()) {
				if (rows.getInt(position) == 1 && rows.getString(name) != null) {
					columns.add(table + "." + rows.getString(name));
				}
			}
		}
	}

}
