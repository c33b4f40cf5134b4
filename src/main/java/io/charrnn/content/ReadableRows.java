package io.charrnn.content;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.jdbc.core.RowMapper;

/**
 * The rows of a list. Rows that another release stored and this one cannot read are
 * skipped, so that they do not hide all others; a request for one of them by its id gets
 * an error that explains it.
 */
public final class ReadableRows {

	private static final Logger logger = LoggerFactory.getLogger(ReadableRows.class);

	private final String noun;

	private final AtomicBoolean told = new AtomicBoolean();

	/**
	 * Prepares to read lists.
	 * @param noun what a row is, for the log
	 */
	public ReadableRows(String noun) {
		this.noun = noun;
	}

	/** Reads a row; empty if this release cannot. */
	public <T> Optional<T> read(RowMapper<T> mapper, ResultSet row) throws SQLException {
		try {
			return Optional.ofNullable(mapper.mapRow(row, 0));
		}
		catch (AnotherReleaseException ex) {
			if (this.told.compareAndSet(false, true)) {
				logger.warn("Lists leave out each {} that this release cannot read, such as {}: {}", this.noun,
						row.getString(1), ex.getMessage());
			}
			return Optional.empty();
		}
	}

	/**
	 * Reads a part of a list.
	 * @param begin the place that they come after
	 * @param query finds so many rows after a place
	 */
	public <C, T> List<T> upTo(int limit, C begin, Query<C, T> query) {
		List<T> found = new ArrayList<>();
		C from = begin;
		boolean more = true;
		while (more && found.size() < limit) {
			int wanted = limit - found.size();
			List<Row<C, T>> rows = query.after(from, wanted);
			rows.forEach((row) -> row.value().ifPresent(found::add));
			more = rows.size() == wanted;
			from = more ? rows.get(wanted - 1).place() : from;
		}
		return found;
	}

	/**
	 * Finds rows.
	 *
	 * @param <C> a place in the list
	 * @param <T> what a row means
	 */
	@FunctionalInterface
	public interface Query<C, T> {

		List<Row<C, T>> after(C place, int limit);

	}

	/**
	 * A row.
	 *
	 * @param <C> a place in the list
	 * @param <T> what a row means
	 * @param place where it is
	 * @param value what it means, or empty
	 */
	public record Row<C, T>(C place, Optional<T> value) {
	}

}
