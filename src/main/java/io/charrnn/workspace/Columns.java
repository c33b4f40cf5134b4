package io.charrnn.workspace;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/** Columns that may be null, and times, which are milliseconds since 1970 in them. */
public final class Columns {

	private Columns() {
	}

	/** What was read just now, or null if that stands in the column. */
	public static <T> @Nullable T orNull(T value, ResultSet row) throws SQLException {
		return row.wasNull() ? null : value;
	}

	public static @Nullable Double number(ResultSet row, String column) throws SQLException {
		return orNull(row.getDouble(column), row);
	}

	public static @Nullable Instant time(ResultSet row, String column) throws SQLException {
		return orNull(Instant.ofEpochMilli(row.getLong(column)), row);
	}

	/** What a time is stored as. */
	public static @Nullable Long millis(@Nullable Instant time) {
		return (time != null) ? time.toEpochMilli() : null;
	}

}
