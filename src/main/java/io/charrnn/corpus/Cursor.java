package io.charrnn.corpus;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.charrnn.api.Page;

/**
 * The place of a corpus in the list.
 *
 * @param createdAt milliseconds since 1970
 * @param id of the corpus
 */
record Cursor(long createdAt, String id) {

	static final Cursor BEFORE_ALL = new Cursor(Long.MAX_VALUE, "");

	private static final Pattern FORM = Pattern.compile("([0-9]{1,18}),(corpus_[0-9a-f]{32})");

	static Cursor of(Corpus corpus) {
		return new Cursor(corpus.createdAt().toEpochMilli(), corpus.id().value());
	}

	static Cursor parse(String after) {
		MatchResult matcher = Page.place(after, FORM);
		return new Cursor(Long.parseLong(matcher.group(1)), matcher.group(2));
	}

	@Override
	public String toString() {
		return this.createdAt + "," + this.id;
	}

}
