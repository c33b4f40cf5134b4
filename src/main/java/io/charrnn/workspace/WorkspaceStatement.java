package io.charrnn.workspace;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.MappedQuerySpec;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * A statement whose parameter {@code :workspace} is given. Its others are named, or stand
 * as {@code ?} in the order in which they are given.
 */
public final class WorkspaceStatement {

	private static final Pattern PLACE = Pattern.compile("\\?");

	private final StatementSpec statement;

	private int next;

	private WorkspaceStatement(StatementSpec statement) {
		this.statement = statement;
	}

	static WorkspaceStatement of(JdbcClient jdbc, String sql, String workspace) {
		return new WorkspaceStatement(jdbc.sql(named(sql)).param(WorkspaceSql.PARAMETER, workspace));
	}

	/** Names places by their numbers, as both cannot be mixed. */
	private static String named(String sql) {
		int[] number = { 0 };
		Matcher places = PLACE.matcher(sql);
		return places.replaceAll((place) -> ":" + name(number[0]++));
	}

	private static String name(int number) {
		return "place" + number;
	}

	/** Gives the next parameter that stands as {@code ?}. */
	public WorkspaceStatement param(@Nullable Object value) {
		this.statement.param(name(this.next++), value);
		return this;
	}

	/** Gives the next parameters that stand as {@code ?}. */
	public WorkspaceStatement params(@Nullable Object... values) {
		for (Object value : values) {
			param(value);
		}
		return this;
	}

	/** Gives a named parameter. */
	public WorkspaceStatement param(String name, @Nullable Object value) {
		this.statement.param(checked(name), value);
		return this;
	}

	/** Gives a named parameter of an SQL type. */
	public WorkspaceStatement param(String name, @Nullable Object value, int type) {
		this.statement.param(checked(name), value, type);
		return this;
	}

	/** Whose rows are meant is not for the statement to say. */
	private static String checked(String name) {
		if (name.equals(WorkspaceSql.PARAMETER)) {
			throw new IllegalArgumentException("the workspace is given already");
		}
		return name;
	}

	/** Asks for single values. */
	public <T> MappedQuerySpec<T> query(Class<T> type) {
		return this.statement.query(type);
	}

	/** Asks for rows. */
	public <T> MappedQuerySpec<T> query(RowMapper<T> rows) {
		return this.statement.query(rows);
	}

	/** Asks for rows. */
	public void query(RowCallbackHandler rows) {
		this.statement.query(rows);
	}

	/**
	 * Changes rows.
	 * @return how many
	 */
	public int update() {
		return this.statement.update();
	}

}
