package io.charrnn.api;

import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.charrnn.problem.UnprocessableException;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param <T> what is listed
 * @param items at most as many as asked for
 * @param next what to send as {@code after} to get the next page, or null if this is the
 * last
 */
public record Page<T>(List<T> items, @Nullable String next) implements Table {

	private static final int MOST = 500;

	@Override
	public List<T> rows() {
		return this.items;
	}

	/**
	 * Cuts a page from a result that was requested one item more than the page holds.
	 * @param found up to {@code limit + 1} items
	 * @param id what identifies an item
	 */
	public static <T> Page<T> of(List<T> found, int limit, Function<T, String> id) {
		if (found.size() <= limit) {
			return new Page<>(List.copyOf(found), null);
		}
		List<T> items = List.copyOf(found.subList(0, limit));
		return new Page<>(items, id.apply(items.get(limit - 1)));
	}

	/**
	 * Checks how many items a page is to have.
	 * @return the limit
	 * @throws UnprocessableException if none or too many
	 */
	public static int limit(int asked) {
		if (asked < 1 || asked > MOST) {
			throw UnprocessableException.outOfBounds("limit", asked, "from 1 to " + MOST);
		}
		return asked;
	}

	/**
	 * Reads the place in a list that a page ended with.
	 * @param after what was {@code next} in the page before
	 * @param form that it has
	 * @return the parts of the form
	 * @throws UnprocessableException if it has another
	 */
	public static MatchResult place(String after, Pattern form) {
		Matcher matcher = form.matcher(after);
		if (!matcher.matches()) {
			throw UnprocessableException.invalidCursor();
		}
		return matcher;
	}

}
