package io.charrnn.training;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.charrnn.api.Page;
import io.charrnn.problem.UnprocessableException;

/**
 * The place of a job in a list.
 *
 * @param key what the list is ordered by
 */
record JobCursor(Object key, String id) {

	static final JobCursor BEFORE_ALL = new JobCursor("", "");

	/** The column of the key in the rows of a list. */
	static final String KEY = "sort_key";

	private static final Pattern FORM = Pattern.compile("([^,]{1,64}),(job_[0-9a-f]{32})");

	static JobCursor of(TrainingJob job) {
		return new JobCursor(job.createdAt().toEpochMilli(), job.id().value());
	}

	static JobCursor of(ResultSet row, JobOrder order) throws SQLException {
		return new JobCursor(order.read(row.getString(KEY)), row.getString("id"));
	}

	/**
	 * Reads a cursor of a list.
	 * @throws UnprocessableException if it is none in that order
	 */
	static JobCursor parse(String after, JobOrder order) {
		MatchResult matcher = Page.place(after, FORM);
		try {
			return new JobCursor(order.read(matcher.group(1)), matcher.group(2));
		}
		catch (NumberFormatException ex) {
			throw UnprocessableException.invalidCursor();
		}
	}

	@Override
	public String toString() {
		return this.key + "," + this.id;
	}

}
