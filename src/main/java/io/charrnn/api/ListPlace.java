package io.charrnn.api;

import java.time.Instant;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.charrnn.problem.UnprocessableException;
import org.jspecify.annotations.Nullable;

/**
 * The place of something in a list whose newest comes first.
 *
 * @param createdAt milliseconds since 1970
 */
public record ListPlace(long createdAt, String id) {

	/** Before the first. */
	public static final ListPlace BEFORE_ALL = new ListPlace(Long.MAX_VALUE, "");

	public static ListPlace of(Instant createdAt, Object id) {
		return new ListPlace(createdAt.toEpochMilli(), id.toString());
	}

	/**
	 * Reads where a page ended.
	 * @param after what was {@code next} in it, or null to begin with the first page
	 * @param kind what ids begin with, such as {@code corpus}
	 * @throws UnprocessableException if it is the place of something else
	 */
	public static ListPlace after(@Nullable String after, String kind) {
		if (after == null) {
			return BEFORE_ALL;
		}
		MatchResult place = Page.place(after, Pattern.compile("([0-9]{1,18}),(" + kind + "_[0-9a-f]{32})"));
		return new ListPlace(Long.parseLong(place.group(1)), place.group(2));
	}

	@Override
	public String toString() {
		return this.createdAt + "," + this.id;
	}

}
