package io.charrnn.corpus;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.charrnn.problem.UnprocessableException;
import org.jspecify.annotations.Nullable;

/** Counts the documents of a text, their lengths and their labels. */
final class DocumentCounts {

	/** How many documents have a length. */
	private final Map<Long, Long> lengths = new TreeMap<>();

	/** In the order in which they first came. */
	private final Map<String, Label> labels = new LinkedHashMap<>();

	private long documents;

	/** Of the document that goes on. */
	private long length;

	/**
	 * Takes the beginning of a document.
	 * @return the number of its label, from 1 on, or 0
	 */
	int begin(@Nullable String label) {
		end();
		this.documents++;
		if (label == null) {
			return 0;
		}
		Label known = this.labels.get(label);
		Label counted = (known != null) ? new Label(known.number(), known.documents() + 1)
				: new Label(this.labels.size() + 1, 1);
		if (counted.number() > DocumentMark.MOST_LABELS) {
			throw new UnprocessableException("too-many-labels", String.format(Locale.ROOT,
					"The documents have more than the maximum of %,d different labels.", DocumentMark.MOST_LABELS));
		}
		this.labels.put(label, counted);
		return counted.number();
	}

	void add(long characters) {
		this.length += characters;
	}

	/** Takes the end of a document, or of the text. */
	void end() {
		if (this.documents > 0) {
			this.lengths.merge(this.length, 1L, Long::sum);
		}
		this.length = 0;
	}

	long documents() {
		return this.documents;
	}

	int differentLabels() {
		return this.labels.size();
	}

	List<LabelCount> labels() {
		return this.labels.entrySet()
			.stream()
			.map((label) -> new LabelCount(label.getKey(), label.getValue().documents()))
			.toList();
	}

	/** Of the longest document, after the {@link #end()}. */
	long longest() {
		return this.lengths.keySet().stream().mapToLong(Long::longValue).max().orElse(0);
	}

	/** The shorter one of the two in the middle, after the {@link #end()}. */
	long median() {
		long before = 0;
		for (Map.Entry<Long, Long> length : this.lengths.entrySet()) {
			before += length.getValue();
			if (2 * before >= this.documents) {
				return length.getKey();
			}
		}
		return 0;
	}

	private record Label(int number, long documents) {
	}

}
