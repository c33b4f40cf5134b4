package io.charrnn.workspace;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.charrnn.testing.DatabaseTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@DatabaseTest
class WorkspaceSqlTests {

	private static final Workspace OTHER = new Workspace("other");

	@Autowired
	private WorkspaceSql sql;

	@Test
	void seesWhatBelongsToTheWorkspaceAlone() {
		add("session_1");
		CurrentWorkspace.run(OTHER, () -> add("session_2"));
		assertThat(sessions()).contains("session_1").doesNotContain("session_2");
		assertThat(CurrentWorkspace.call(OTHER, this::sessions)).containsExactly("session_2");
		assertThat(this.sql.everywhere("SELECT id FROM session").query(String.class).list()).contains("session_1",
				"session_2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "SELECT * FROM session WHERE id = ?", "DELETE FROM corpus",
			"UPDATE model SET versions = 1", "INSERT INTO checkpoint (id) VALUES (?)",
			"SELECT * FROM session JOIN session_mark ON session_id = id WHERE session.workspace = :workspace",
			"select * from training_job\nwhere id in (SELECT job_id FROM checkpoint) AND workspace = :workspace",
			"SELECT 1" })
	void refusesStatementsThatForgetWhoseRowsTheyMean(String statement) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.sql.here(statement))
			.withMessageContaining(":workspace");
	}

	@Test
	void letsNoStatementChooseAnotherWorkspace() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.sql.here("SELECT count(*) FROM corpus WHERE workspace = :workspace")
				.param("workspace", "other"));
	}

	@Test
	void refusesThreadsThatActInNoWorkspace() {
		assertThatExceptionOfType(CompletionException.class)
			.isThrownBy(() -> CompletableFuture.supplyAsync(this::sessions).join())
			.withCauseInstanceOf(IllegalStateException.class)
			.withMessageContaining("acts in no workspace");
	}

	@Test
	void leavesAWorkspaceWhenTheWorkEnds() {
		assertThat(CurrentWorkspace.call(OTHER, () -> CurrentWorkspace.call(Workspace.DEFAULT, CurrentWorkspace::get)))
			.isEqualTo(Workspace.DEFAULT);
		assertThat(CurrentWorkspace.get()).isEqualTo(Workspace.DEFAULT);
	}

	private void add(String id) {
		this.sql.here("""
				INSERT INTO session (workspace, id, model, revision, created_at, expires_at)
				VALUES (:workspace, ?, 'a:1', 0, 0, ?)""").params(id, Long.MAX_VALUE).update();
	}

	private List<String> sessions() {
		return this.sql.here("SELECT id FROM session WHERE workspace = :workspace AND id <> :none")
			.param("none", "")
			.query(String.class)
			.list();
	}

}
