package io.charrnn.model;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The ordered set of characters (Unicode code points) that a model knows; the index of a
 * character is its place in that order. Immutable.
 */
public final class Alphabet {

	/** Indices must fit 16 bits, in which encoded texts are held. */
	public static final int MAX_SIZE = 65_536;

	private final int[] characters;

	private final Map<Integer, Integer> indices;

	/**
	 * Makes an alphabet from its characters in order.
	 * @param characters the characters, each once
	 * @throws IllegalArgumentException if a character comes twice or there are more than
	 * {@value #MAX_SIZE}
	 */
	public Alphabet(String characters) {
		this.characters = characters.codePoints().toArray();
		if (this.characters.length > MAX_SIZE) {
			throw new IllegalArgumentException(String.format(Locale.ROOT,
					"an alphabet has at most %,d characters, not %,d", MAX_SIZE, this.characters.length));
		}
		this.indices = new HashMap<>(2 * this.characters.length);
		for (int index = 0; index < this.characters.length; index++) {
			if (this.indices.put(this.characters[index], index) != null) {
				throw new IllegalArgumentException(String.format(Locale.ROOT,
						"an alphabet has each character once, but U+%04X comes twice", this.characters[index]));
			}
		}
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

	public int size() {
		return this.characters.length;
	}

	public int characterAt(int index) {
		return this.characters[index];
	}

	public boolean contains(int character) {
		return this.indices.containsKey(character);
	}

	/**
	 * Turns a text into indices.
	 * @param text the text
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

	public String decode(EncodedText text) {
		StringBuilder decoded = new StringBuilder(text.length());
		for (int position = 0; position < text.length(); position++) {
			decoded.appendCodePoint(characterAt(text.at(position)));
		}
		return decoded.toString();
	}

	/** The characters in order: what the constructor takes. */
	@Override
	public String toString() {
		return new String(this.characters, 0, this.characters.length);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Alphabet that && Arrays.equals(this.characters, that.characters);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.characters);
	}

}
