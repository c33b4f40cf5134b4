package io.charrnn.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * The ordered set of characters (Unicode code points) that a model knows; the index of a
 * character is its place in that order. The alphabet of a corpus of documents also has
 * marks, which are no characters: they stand where a document ends and the next one
 * begins, and no text can have them. Immutable.
 */
public final class Alphabet {

	/** Indices must fit 16 bits, in which encoded texts are held. */
	public static final int MAX_SIZE = 65_536;

	/** Where marks begin, beyond all code points. */
	private static final int MARKS = Character.MAX_CODE_POINT + 1;

	/** {@code [V]}: a code point, or {@link #MARKS} and the number of a mark. */
	private final int[] symbols;

	private final Map<Integer, Integer> indices;

	private final List<Mark> marks;

	/** The index of the mark without a label, or -1. */
	private final int end;

	/**
	 * Makes an alphabet from its characters in order.
	 * @param characters the characters, each once
	 * @throws IllegalArgumentException if a character comes twice or there are more than
	 * {@value #MAX_SIZE}
	 */
	public Alphabet(String characters) {
		this(characters, List.of());
	}

	/**
	 * Makes an alphabet from its characters in order, and its marks.
	 * @param characters the characters, each once
	 * @param marks in ascending order of their indices; none, or one without a label and
	 * any number with different ones
	 * @throws IllegalArgumentException if they make no alphabet
	 */
	public Alphabet(String characters, List<Mark> marks) {
		int[] codePoints = characters.codePoints().toArray();
		this.marks = List.copyOf(marks);
		this.symbols = new int[Math.addExact(codePoints.length, marks.size())];
		if (this.symbols.length > MAX_SIZE) {
			throw new IllegalArgumentException(String.format(Locale.ROOT,
					"an alphabet has at most %,d characters, not %,d", MAX_SIZE, this.symbols.length));
		}
		int number = 0;
		int character = 0;
		for (int index = 0; index < this.symbols.length; index++) {
			boolean isMark = number < marks.size() && marks.get(number).index() == index;
			if (!isMark && character == codePoints.length) {
				throw new IllegalArgumentException(
						"the marks of an alphabet have ascending indices among those of its characters");
			}
			this.symbols[index] = isMark ? MARKS + number++ : codePoints[character++];
		}
		this.indices = new HashMap<>(2 * this.symbols.length);
		for (int index = 0; index < this.symbols.length; index++) {
			if (this.indices.put(this.symbols[index], index) != null) {
				throw new IllegalArgumentException(String.format(Locale.ROOT,
						"an alphabet has each character once, but U+%04X comes twice", this.symbols[index]));
			}
		}
		this.end = checkedEnd();
	}

	private int checkedEnd() {
		if (this.marks.isEmpty()) {
			return -1;
		}
		if (this.marks.stream().map(Mark::label).distinct().count() < this.marks.size()) {
			throw new IllegalArgumentException("an alphabet has each mark only once");
		}
		return this.marks.stream()
			.filter((mark) -> mark.label() == null)
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("an alphabet with marks has one without a label"))
			.index();
	}

	/** The characters of the text in ascending order, each once. */
	public static Alphabet of(String text) {
		return of(text.codePoints().distinct().boxed().toList());
	}

	/** The given characters in ascending order. */
	public static Alphabet of(Collection<Integer> characters) {
		int[] sorted = characters.stream().mapToInt(Integer::intValue).sorted().toArray();
		return new Alphabet(new String(sorted, 0, sorted.length));
	}

	/**
	 * The given characters, then the mark without a label and one for each label.
	 * @param characters in order, each once
	 * @param labels in order, each once
	 */
	public static Alphabet ofDocuments(String characters, List<String> labels) {
		int index = characters.codePointCount(0, characters.length());
		List<Mark> marks = new ArrayList<>();
		marks.add(new Mark(index++, null));
		for (String label : labels) {
			marks.add(new Mark(index++, label));
		}
		return new Alphabet(characters, marks);
	}

	/** This alphabet, then the characters and the marks that only another one has. */
	public Alphabet extendedBy(Alphabet other) {
		int[] added = other.toString().codePoints().filter((character) -> !contains(character)).toArray();
		List<Mark> all = new ArrayList<>(this.marks);
		int next = size() + added.length;
		for (Mark mark : other.marks) {
			if (this.marks.stream().noneMatch((known) -> Objects.equals(known.label(), mark.label()))) {
				all.add(new Mark(next++, mark.label()));
			}
		}
		return new Alphabet(this + new String(added, 0, added.length), all);
	}

	/** How many characters and marks there are. */
	public int size() {
		return this.symbols.length;
	}

	/** The character with an index; of a mark, what is no code point. */
	public int characterAt(int index) {
		return this.symbols[index];
	}

	/** The character with an index as a text; of a mark, nothing. */
	public String textAt(int index) {
		return isMark(index) ? "" : Character.toString(this.symbols[index]);
	}

	public boolean contains(int character) {
		return this.indices.containsKey(character);
	}

	/** What are no characters, in ascending order of their indices. */
	public List<Mark> marks() {
		return this.marks;
	}

	/** The labels that documents can have, in the order of their indices. */
	public List<String> labels() {
		return this.marks.stream().map(Mark::label).filter(Objects::nonNull).toList();
	}

	/** Whether it is of texts whose beginning and end are marked. */
	public boolean hasDocuments() {
		return this.end >= 0;
	}

	/** Whether an index is that of a mark: a document ended, and the next one begins. */
	public boolean isMark(int index) {
		return this.symbols[index] >= MARKS;
	}

	/**
	 * What a text that begins by itself follows: the end of a document, or else a line
	 * break, if there is one, or the first character.
	 */
	public int beforeText() {
		if (hasDocuments()) {
			return this.end;
		}
		return contains('\n') ? encode("\n").at(0) : 0;
	}

	/** The index of the mark that documents end with, or -1 if there are none. */
	public int end() {
		return this.end;
	}

	/**
	 * The index of the mark that a document begins with.
	 * @param label of the document, or null
	 * @return the index, or -1 if it is not known
	 */
	public int begin(@Nullable String label) {
		return (label == null) ? this.end
				: this.marks.stream()
					.filter((mark) -> label.equals(mark.label()))
					.mapToInt(Mark::index)
					.findFirst()
					.orElse(-1);
	}

	/**
	 * What is to be predicted where an index comes next: documents end alike, whatever
	 * begins after them.
	 */
	public int target(int index) {
		return isMark(index) ? this.end : index;
	}

	/** A text in which all marks are that of the end. */
	public EncodedText targets(EncodedText text) {
		if (this.marks.size() < 2) {
			return text;
		}
		char[] targets = new char[text.length()];
		for (int position = 0; position < targets.length; position++) {
			targets[position] = (char) target(text.at(position));
		}
		return new EncodedText(targets);
	}

	/**
	 * Turns a text into indices.
	 * @return the index of each character
	 * @throws UnknownCharacterException naming the characters that are not in the
	 * alphabet, with their positions
	 */
	public EncodedText encode(String text) {
		int[] codePoints = text.codePoints().toArray();
		char[] encoded = new char[codePoints.length];
		UnknownCharacterException.Collector unknown = new UnknownCharacterException.Collector();
		for (int position = 0; position < codePoints.length; position++) {
			Integer index = this.indices.get(codePoints[position]);
			if (index == null) {
				unknown.add(codePoints[position], position);
			}
			else {
				encoded[position] = (char) index.intValue();
			}
		}
		unknown.requireNone();
		return new EncodedText(encoded);
	}

	/** The characters with some indices; marks are left out. */
	public String decode(EncodedText text) {
		StringBuilder decoded = new StringBuilder(text.length());
		for (int position = 0; position < text.length(); position++) {
			if (!isMark(text.at(position))) {
				decoded.appendCodePoint(characterAt(text.at(position)));
			}
		}
		return decoded.toString();
	}

	/** The characters in order, without the marks: what the constructor takes. */
	@Override
	public String toString() {
		int[] characters = IntStream.of(this.symbols).filter((symbol) -> symbol < MARKS).toArray();
		return new String(characters, 0, characters.length);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Alphabet that && Arrays.equals(this.symbols, that.symbols)
				&& this.marks.equals(that.marks);
	}

	@Override
	public int hashCode() {
		return 31 * Arrays.hashCode(this.symbols) + this.marks.hashCode();
	}

	/**
	 * A symbol that is no character. As an input it begins a document, as a target it
	 * ends one.
	 *
	 * @param index its place in the alphabet
	 * @param label of the documents that it begins, or null for those without
	 */
	public record Mark(int index, @Nullable String label) {
	}

}
