package io.charrnn.workspace;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import io.charrnn.testing.PostgresServer;
import io.charrnn.testing.TemporaryDataDirectory;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A database of before there were workspaces becomes one with a single workspace. */
@Tag(TemporaryDataDirectory.TAG)
class WorkspaceMigrationTests {

	private static final String BEFORE = "8";

	private static final List<String> ROWS = List.of("INSERT INTO content VALUES ('aa', 1, 4, 0)", """
			INSERT INTO corpus (id, name, sha256, bytes, characters, character_index, alphabet, created_at, lines)
			VALUES ('corpus_1', 'a', 'aa', 1, 1, '', '', 5, 1)""", """
			INSERT INTO training_job (id, model, corpus_id, engine, hyperparameters, alphabet_size, status,
				lease_epoch, event, status_event, iteration, iterations, epoch, fraction, training_millis,
				created_at)
			VALUES ('job_1', 'm', 'corpus_1', 'fused', '{}', 2, 'SUCCEEDED', 1, 2, 2, 1, 1, 1, 1, 1, 5)""",
			"INSERT INTO training_metric VALUES ('job_1', 1, 1, 1, NULL, 1, 1, 0, 1, 5)",
			"INSERT INTO training_sample VALUES ('job_1', 1, 1, '', 1, 5)",
			"INSERT INTO checkpoint VALUES ('checkpoint_1', 'job_1', 1, 1, 'aa', 'aa', '{}', 1, 1, TRUE, TRUE, 5)",
			"INSERT INTO fine_tuning_request VALUES ('job_1', 'small', '{}')", "INSERT INTO model VALUES ('m', 7)",
			"INSERT INTO model_version VALUES ('m', 6, 'aa', '{}', '{}', 'FLOAT32', 5)",
			"INSERT INTO model_version VALUES ('m', 7, 'aa', '{}', '{}', 'BFLOAT16', 6)",
			"INSERT INTO api_key VALUES ('key_1', 'k', 'cc', 'admin', 5, NULL, 5, NULL)",
			"INSERT INTO session VALUES ('session_1', 'm:7', 'key_1', 0, 5, 9)",
			"INSERT INTO session_mark VALUES ('session_1', 0, 0, 'CREATED', '', 'aa', 5)");

	private String url;

	@BeforeEach
	void makeTheDatabaseOfBefore(@TempDir Path folder) throws SQLException {
		this.url = "postgresql".equals(System.getProperty("test.database")) ? PostgresServer.shared().createDatabase()
				: "jdbc:sqlite:" + folder.resolve("before.db") + "?foreign_keys=true";
		Flyway.configure().dataSource(this.url, null, null).target(BEFORE).load().migrate();
		ROWS.forEach(this::execute);
		Flyway.configure().dataSource(this.url, null, null).load().migrate();
	}

	@ParameterizedTest
	@ValueSource(strings = { "corpus", "training_job", "training_metric", "training_sample", "checkpoint",
			"fine_tuning_request", "model", "model_version", "api_key", "session", "session_mark" })
	void putsWhatWasThereIntoTheDefaultWorkspace(String table) throws SQLException {
		assertThat(query("SELECT workspace FROM " + table)).isNotEmpty().containsOnly("default");
	}

	@Test
	void keepsVersionsAndTheHighestOne() throws SQLException {
		assertThat(query("SELECT versions FROM model WHERE name = 'm'")).containsExactly("7");
		assertThat(query("SELECT precision FROM model_version WHERE name = 'm' ORDER BY version"))
			.containsExactly("FLOAT32", "BFLOAT16");
	}

	@Test
	void letsEachWorkspaceHaveAModelOfOneName() {
		execute("INSERT INTO model (workspace, name, versions) VALUES ('other', 'm', 6)");
		execute("""
				INSERT INTO model_version (workspace, name, version, archive_sha256, architecture, provenance, precision,
					created_at)
				VALUES ('other', 'm', 6, 'aa', '{}', '{}', 'FLOAT32', 5)""");
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> execute("INSERT INTO model (workspace, name, versions) VALUES ('other', 'm', 6)"));
	}

	@Test
	void keepsVersionsBelowTheirModel() {
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> execute(
				"""
						INSERT INTO model_version (workspace, name, version, archive_sha256, architecture, provenance, precision,
							created_at)
						VALUES ('other', 'm', 1, 'aa', '{}', '{}', 'FLOAT32', 5)"""));
	}

	private void execute(String sql) {
		try (Connection connection = DriverManager.getConnection(this.url);
				Statement statement = connection.createStatement()) {
			statement.executeUpdate(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(sql, ex);
		}
	}

	private List<String> query(String sql) throws SQLException {
		try (Connection connection = DriverManager.getConnection(this.url);
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery(sql)) {
			List<String> values = new ArrayList<>();
			while (rows.next()) {
				values.add(rows.getString(1));
			}
			return values;
		}
	}

}
