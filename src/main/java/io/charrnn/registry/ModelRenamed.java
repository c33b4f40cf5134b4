package io.charrnn.registry;

import io.charrnn.workspace.WorkspaceSql;

/**
 * All versions of a model got another name. Published within the transaction, so that who
 * keeps references to them changes those with it.
 *
 * @param from their name before
 * @param to their name now
 * @param shift what was added to their numbers
 */
public record ModelRenamed(String from, String to, int shift) {

	/**
	 * Changes the references of this workspace to them, which are in columns of a table.
	 * @param table where they are
	 */
	public void follow(WorkspaceSql sql, String table, String... columns) {
		for (String column : columns) {
			sql.here("""
					UPDATE %1$s SET %2$s = :to || ':' || (CAST(substr(%2$s, length(:from) + 2) AS INTEGER) + :shift)
					WHERE workspace = :workspace AND substr(%2$s, 1, length(:from) + 1) = :from || ':'
						AND %2$s NOT LIKE '%%@%%'""".formatted(table, column))
				.param("from", this.from)
				.param("to", this.to)
				.param("shift", this.shift)
				.update();
		}
	}

}
