package io.charrnn.training.web;

import io.charrnn.problem.UnprocessableException;

/** Checks what lists are asked for. */
final class PageLimit {

	static final int MOST = 500;

	private PageLimit() {
	}

	/**
	 * Checks how many items a page is to have.
	 * @throws UnprocessableException if none or too many
	 */
	static int check(int limit) {
		if (limit < 1 || limit > MOST) {
			throw UnprocessableException.outOfBounds("limit", limit, "from 1 to " + MOST);
		}
		return limit;
	}

}
