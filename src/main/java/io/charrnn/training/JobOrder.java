package io.charrnn.training;

import java.sql.Types;
import java.util.Arrays;
import java.util.stream.Collectors;

import io.charrnn.problem.UnprocessableException;

/**
 * The order in which jobs are listed. Missing values count as greatest. Each order has an
 * index.
 */
public enum JobOrder {

	/** The newest first. */
	NEWEST("-createdAt", "created_at", Types.BIGINT),

	/** The oldest first. */
	OLDEST("createdAt", "created_at", Types.BIGINT),

	/** Those first that ended first. */
	FIRST_ENDED("finishedAt", "COALESCE(finished_at, 9223372036854775807)", Types.BIGINT),

	/** Those first that have not ended, then those that ended last. */
	LAST_ENDED("-finishedAt", "COALESCE(finished_at, 9223372036854775807)", Types.BIGINT),

	/** The lowest validation loss first. */
	BEST("bestValidationLoss", "COALESCE(best_validation_loss, 1e308)", Types.DOUBLE),

	/** The highest validation loss first. */
	WORST("-bestValidationLoss", "COALESCE(best_validation_loss, 1e308)", Types.DOUBLE),

	/** By the names of models. */
	MODEL("model", "model", Types.VARCHAR),

	/** By the names of models, the last first. */
	MODEL_BACKWARDS("-model", "model", Types.VARCHAR);

	private final String text;

	private final String key;

	private final int type;

	JobOrder(String text, String key, int type) {
		this.text = text;
		this.key = key;
		this.type = type;
	}

	/**
	 * Reads what the API calls an order.
	 * @throws UnprocessableException if there is no such
	 */
	public static JobOrder parse(String text) {
		return Arrays.stream(values())
			.filter((order) -> order.text.equals(text))
			.findFirst()
			.orElseThrow(() -> UnprocessableException.outOfBounds("sort", text,
					"one of " + Arrays.stream(values()).map((order) -> order.text).collect(Collectors.joining(", "))));
	}

	/** What rows are ordered by, before their ids. */
	String key() {
		return this.key;
	}

	/** The SQL type of the key. */
	int type() {
		return this.type;
	}

	/** The key that a cursor tells. */
	Object read(String key) {
		return switch (this.type) {
			case Types.BIGINT -> Long.valueOf(key);
			case Types.DOUBLE -> Double.valueOf(key);
			default -> key;
		};
	}

	/** The condition that a row comes after {@code (:key, :id)}. */
	String after() {
		return "(" + this.key + ", id) " + (descends() ? "<" : ">") + " (:key, :id) AND ";
	}

	/** The clause that orders rows. */
	String orderBy() {
		String direction = descends() ? " DESC" : "";
		return " ORDER BY " + this.key + direction + ", id" + direction;
	}

	private boolean descends() {
		return this.text.startsWith("-");
	}

}
