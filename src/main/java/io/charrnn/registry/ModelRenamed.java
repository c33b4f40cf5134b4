package io.charrnn.registry;

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
	 * What a column with a reference of this workspace becomes.
	 * @param column its name
	 */
	public static String assignment(String column) {
		return "%1$s = :to || ':' || (CAST(substr(%1$s, length(:from) + 2) AS INTEGER) + :shift)".formatted(column);
	}

	/**
	 * The condition that a column has a reference of this workspace to one of them.
	 * @param column its name
	 */
	public static String condition(String column) {
		return "substr(%1$s, 1, length(:from) + 1) = :from || ':' AND %1$s NOT LIKE '%%@%%'".formatted(column);
	}

}
