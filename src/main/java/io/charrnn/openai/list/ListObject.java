package io.charrnn.openai.list;

import java.util.List;
import java.util.function.Function;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A list, or a page of one.
 *
 * @param <T> what is listed
 * @param object always {@code list}
 * @param firstId id of the first, or null if there is none
 * @param lastId id of the last, which as {@code after} gives the next page
 * @param hasMore whether there is one
 */
public record ListObject<T>(@Schema(example = "list") String object, List<T> data,
		@JsonProperty("first_id") @Nullable String firstId, @JsonProperty("last_id") @Nullable String lastId,
		@JsonProperty("has_more") boolean hasMore) {

	/**
	 * Makes a page.
	 * @param id what identifies each
	 * @param hasMore whether there is another page
	 */
	public static <T> ListObject<T> of(List<T> data, Function<T, String> id, boolean hasMore) {
		boolean empty = data.isEmpty();
		return new ListObject<>("list", data, empty ? null : id.apply(data.get(0)),
				empty ? null : id.apply(data.get(data.size() - 1)), hasMore);
	}

	/**
	 * Cuts a page from a result that was requested one item more than the page holds.
	 * @param found up to {@code limit + 1} items
	 * @param id what identifies each
	 */
	public static <T> ListObject<T> page(List<T> found, int limit, Function<T, String> id) {
		return of(found.subList(0, Math.min(limit, found.size())), id, found.size() > limit);
	}

}
