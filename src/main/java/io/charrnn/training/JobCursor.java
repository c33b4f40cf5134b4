package io.charrnn.training;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.charrnn.problem.UnprocessableException;

/**
 * The place of a job in the list.
 *
 * @param createdAt milliseconds since 1970
 * @param id of the job
 */
record JobCursor(long createdAt, String id) {

	static final JobCursor BEFORE_ALL = new JobCursor(Long.MAX_VALUE, "");

	private static final Pattern FORM = Pattern.compile("([0-9]{1,18}),(job_[0-9a-f]{32})");

	static JobCursor of(TrainingJob job) {
		return new JobCursor(job.createdAt().toEpochMilli(), job.id().value());
	}

	/**
	 * Reads a cursor.
	 * @throws UnprocessableException if it is none
	 */
	static JobCursor parse(String after) {
		Matcher matcher = FORM.matcher(after);
		if (!matcher.matches()) {
			UnprocessableException problem = new UnprocessableException("invalid-cursor",
					"after must be what 'next' was in the page before.");
			problem.with("field", "after");
			throw problem;
		}
		return new JobCursor(Long.parseLong(matcher.group(1)), matcher.group(2));
	}

	@Override
	public String toString() {
		return this.createdAt + "," + this.id;
	}

}
