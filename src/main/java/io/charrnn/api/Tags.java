package io.charrnn.api;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

import io.charrnn.problem.UnprocessableException;

/** Words to find things by. */
public final class Tags {

	/** Most of one thing. */
	public static final int MOST = 20;

	/** Roughly what a tag looks like, for programs of any language. */
	public static final String PATTERN = "^\\S{1,64}$";

	private static final Pattern TAG = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._:/=+-]{0,63}");

	private Tags() {
	}

	/**
	 * Checks what somebody wants as tags.
	 * @return them in order, each once
	 * @throws UnprocessableException if there are too many, or one will not do
	 */
	public static List<String> check(List<String> tags) {
		for (String tag : tags) {
			if (tag == null || !TAG.matcher(tag).matches()) {
				throw UnprocessableException.outOfBounds("tags", String.valueOf(tag),
						"from 1 to 64 letters, digits and any of ._:/=+- each, starting with a letter or a digit");
			}
		}
		List<String> distinct = tags.stream().distinct().sorted().toList();
		if (distinct.size() > MOST) {
			throw UnprocessableException.outOfBounds("tags", distinct.size(), "at most " + MOST);
		}
		return distinct;
	}

	/** How tags are stored: each between spaces. */
	public static String stored(List<String> tags) {
		return tags.isEmpty() ? "" : " " + String.join("  ", tags) + " ";
	}

	/** Reads what was stored. */
	public static List<String> read(String stored) {
		return Arrays.stream(stored.split(" ")).filter((tag) -> !tag.isEmpty()).toList();
	}

	/**
	 * A condition on rows with a column {@code tags}: that one of them is the parameter
	 * {@code :tag}, stored.
	 */
	public static String condition() {
		return "tags <> '' AND replace(tags, :tag, '') <> tags";
	}

}
