package io.charrnn.workspace;

import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;

/**
 * The one way to the tables whose rows belong to workspaces. A statement that does not
 * say for each of them whose rows it means is rejected, so that none can forget it; whose
 * they are is not for the statement to choose.
 */
@Component
public class WorkspaceSql {

	/** Those with a column {@code workspace}. */
	static final Set<String> TABLES = Set.of("corpus", "search", "search_trial", "training_job", "fine_tuning_request",
			"training_metric", "training_sample", "checkpoint", "model", "model_version", "session", "session_mark");

	static final String PARAMETER = "workspace";

	private static final Pattern TABLE = Pattern
		.compile("(?i)\\b(?:FROM|JOIN|UPDATE|INTO)\\s+(?:" + String.join("|", TABLES) + ")\\b");

	private static final Pattern OWNER = Pattern.compile(":" + PARAMETER + "\\b");

	private final JdbcClient jdbc;

	/** The statements of the program, of which there are few. */
	private final Set<String> checked = ConcurrentHashMap.newKeySet();

	WorkspaceSql(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * A statement about what belongs to the workspace that this thread acts in.
	 * @param sql with {@code :workspace} once or more for each table that has owners
	 * @throws IllegalArgumentException if it may be about what belongs to others
	 * @throws IllegalStateException if this thread acts in no workspace
	 */
	public WorkspaceStatement here(String sql) {
		if (!this.checked.contains(sql)) {
			check(sql);
			this.checked.add(sql);
		}
		return WorkspaceStatement.of(this.jdbc, sql, CurrentWorkspace.get().name());
	}

	/**
	 * A statement about what belongs to all workspaces, for what looks after the service
	 * as a whole and tells no client of single rows.
	 */
	public StatementSpec everywhere(String sql) {
		return this.jdbc.sql(sql);
	}

	private static void check(String sql) {
		long tables = TABLE.matcher(sql).results().count();
		long owners = OWNER.matcher(sql).results().count();
		if (owners == 0 || owners < tables) {
			throw new IllegalArgumentException(String.format(Locale.ROOT,
					"the statement names %d tables whose rows have owners, but :workspace %d times: %s", tables, owners,
					sql));
		}
	}

}
