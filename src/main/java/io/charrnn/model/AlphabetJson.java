package io.charrnn.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The marks of an alphabet as JSON: {@code {"end": 65, "labels": {"Welsh": 66}}}, their
 * indices among those of the characters.
 */
public final class AlphabetJson {

	private static final String END = "end";

	private static final String LABELS = "labels";

	private AlphabetJson() {
	}

	/** Describes the marks of an alphabet that has some. */
	public static ObjectNode marks(Alphabet alphabet) {
		ObjectNode marks = JsonNodeFactory.instance.objectNode();
		marks.put(END, alphabet.end());
		ObjectNode labels = marks.putObject(LABELS);
		alphabet.labels().forEach((label) -> labels.put(label, alphabet.begin(label)));
		return marks;
	}

	/**
	 * Reads an alphabet.
	 * @param characters in order
	 * @param marks as {@link #marks} describes them
	 * @throws IllegalArgumentException if they make no alphabet
	 */
	public static Alphabet read(String characters, JsonNode marks) {
		List<Alphabet.Mark> all = new ArrayList<>();
		all.add(new Alphabet.Mark(index(marks.path(END)), null));
		marks.path(LABELS)
			.properties()
			.forEach((label) -> all.add(new Alphabet.Mark(index(label.getValue()), label.getKey())));
		all.sort(Comparator.comparingInt(Alphabet.Mark::index));
		return new Alphabet(characters, all);
	}

	private static int index(JsonNode index) {
		if (!index.isInt() || index.intValue() < 0) {
			throw new IllegalArgumentException("the index of a mark is a whole number of at least 0");
		}
		return index.intValue();
	}

}
