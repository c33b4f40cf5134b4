package io.charrnn.search;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.charrnn.problem.UnprocessableException;

/**
 * The place of a search in the list.
 *
 * @param createdAt milliseconds since 1970
 * @param id of the search
 */
record SearchCursor(long createdAt, String id) {

	static final SearchCursor BEFORE_ALL = new SearchCursor(Long.MAX_VALUE, "");

	private static final Pattern FORM = Pattern.compile("([0-9]{1,18}),(search_[0-9a-f]{32})");

	static SearchCursor of(Search search) {
		return new SearchCursor(search.createdAt().toEpochMilli(), search.id().value());
	}

	/**
	 * Reads a cursor.
	 * @throws UnprocessableException if it is none
	 */
	static SearchCursor parse(String after) {
		Matcher matcher = FORM.matcher(after);
		if (!matcher.matches()) {
			UnprocessableException problem = new UnprocessableException("invalid-cursor",
					"after must be what 'next' was in the page before.");
			problem.with("field", "after");
			throw problem;
		}
		return new SearchCursor(Long.parseLong(matcher.group(1)), matcher.group(2));
	}

	@Override
	public String toString() {
		return this.createdAt + "," + this.id;
	}

}
