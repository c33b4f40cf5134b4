package io.charrnn.api;

import io.charrnn.problem.UnprocessableException;

/** Bounds how many items a page may have. */
public final class PageLimit {

	private static final int MOST = 500;

	private PageLimit() {
	}

	/**
	 * Checks how many items a page is to have.
	 * @return the limit
	 * @throws UnprocessableException if none or too many
	 */
	public static int check(int limit) {
		if (limit < 1 || limit > MOST) {
			throw UnprocessableException.outOfBounds("limit", limit, "from 1 to " + MOST);
		}
		return limit;
	}

}
