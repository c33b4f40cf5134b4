package io.charrnn.corpus;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.charrnn.api.Page;
import io.charrnn.problem.UnprocessableException;
import org.jspecify.annotations.Nullable;

/** Reads the documents of a stored text one after the other. Used by one thread, once. */
final class DocumentList {

	/** Of a longer document only the beginning is told. */
	static final int MOST_CHARACTERS = 1000;

	/** A page ends with the document that reaches it. */
	private static final long MOST_BYTES = 8 << 20;

	private final InputStream in;

	private final List<String> labels;

	/** Of the next byte. */
	private long offset;

	/** The next byte, or -1. */
	private int next;

	private DocumentList(InputStream in, List<String> labels) {
		this.in = in;
		this.labels = labels;
	}

	/**
	 * Reads a page.
	 * @param marked the stored text
	 */
	static Page<Document> page(InputStream marked, Corpus corpus, int limit, @Nullable String after) {
		Cursor cursor = (after != null) ? Cursor.parse(after) : new Cursor(0, 0);
		long count = (corpus.documents() != null) ? corpus.documents() : 0;
		if (cursor.number() > count || cursor.offset() >= corpus.bytes()) {
			throw UnprocessableException.invalidCursor();
		}
		try (InputStream in = new BufferedInputStream(marked)) {
			in.skipNBytes(cursor.offset());
			return new DocumentList(in, corpus.labels()).read(cursor, count, limit);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Page<Document> read(Cursor from, long count, int limit) throws IOException {
		List<Document> documents = new ArrayList<>();
		this.offset = from.offset() - 1;
		advance();
		long number = from.number();
		while (number < count && documents.size() < limit && this.offset - from.offset() < MOST_BYTES) {
			if ((byte) this.next != DocumentMark.FIRST) {
				throw UnprocessableException.invalidCursor();
			}
			documents.add(document(number++));
		}
		return new Page<>(documents, (number < count) ? new Cursor(number, this.offset).toString() : null);
	}

	private Document document(long number) throws IOException {
		ByteArrayOutputStream mark = new ByteArrayOutputStream();
		do {
			mark.write(this.next);
			advance();
		}
		while (!Utf8.isFirst((byte) this.next));
		DocumentMark heading = DocumentMark.read(mark.toByteArray(), 0);
		ByteArrayOutputStream text = new ByteArrayOutputStream();
		long characters = 0;
		while (this.next >= 0 && (byte) this.next != DocumentMark.FIRST) {
			characters += Utf8.isFirst((byte) this.next) ? 1 : 0;
			if (characters <= MOST_CHARACTERS) {
				text.write(this.next);
			}
			advance();
		}
		return new Document(number, (heading.label() > 0) ? this.labels.get(heading.label() - 1) : null, heading.name(),
				characters, text.toString(StandardCharsets.UTF_8));
	}

	private void advance() throws IOException {
		this.next = this.in.read();
		this.offset++;
	}

	/**
	 * The place of a document in the text.
	 *
	 * @param number documents before it
	 * @param offset bytes before it
	 */
	private record Cursor(long number, long offset) {

		private static final Pattern FORM = Pattern.compile("([0-9]{1,18}),([0-9]{1,18})");

		static Cursor parse(String after) {
			MatchResult matcher = Page.place(after, FORM);
			return new Cursor(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
		}

		@Override
		public String toString() {
			return this.number + "," + this.offset;
		}

	}

}
