package io.charrnn.model;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A text has characters that are not in the model's alphabet. */
public class UnknownCharacterException extends IllegalArgumentException {

	/** Of more characters, and of more positions of one, the first are named. */
	private static final int MOST_NAMED = 100;

	private final int characters;

	private final transient List<Occurrences> occurrences;

	private UnknownCharacterException(int places, int characters, List<Occurrences> occurrences) {
		super(String.format(Locale.ROOT, "%d characters are not in the alphabet, the first U+%04X at position %d",
				places, occurrences.get(0).character(), occurrences.get(0).positions().get(0)));
		this.characters = characters;
		this.occurrences = occurrences;
	}

	/** How many different characters are unknown. */
	public int characters() {
		return this.characters;
	}

	/** The first hundred unknown characters in the order of the text. */
	public List<Occurrences> occurrences() {
		return this.occurrences;
	}

	/**
	 * An unknown character.
	 *
	 * @param character the code point
	 * @param count how often it is in the text
	 * @param positions characters (code points) before it in the text; the first hundred
	 */
	public record Occurrences(int character, int count, List<Integer> positions) {
	}

	/**
	 * Collects the unknown characters of a text, in memory that does not grow with it.
	 */
	public static final class Collector {

		private final BitSet characters = new BitSet();

		private final Map<Integer, Places> named = new LinkedHashMap<>();

		private int places;

		/** Takes the next unknown character. */
		public void add(int character, int position) {
			this.places++;
			this.characters.set(character);
			if (this.named.size() < MOST_NAMED || this.named.containsKey(character)) {
				this.named.computeIfAbsent(character, (first) -> new Places()).add(position);
			}
		}

		/**
		 * Ends the text.
		 * @throws UnknownCharacterException if there were any
		 */
		public void requireNone() {
			if (this.places > 0) {
				throw new UnknownCharacterException(this.places, this.characters.cardinality(),
						this.named.entrySet().stream().map((entry) -> entry.getValue().of(entry.getKey())).toList());
			}
		}

	}

	private static final class Places {

		private final List<Integer> first = new ArrayList<>();

		private int count;

		void add(int position) {
			this.count++;
			if (this.first.size() < MOST_NAMED) {
				this.first.add(position);
			}
		}

		Occurrences of(int character) {
			return new Occurrences(character, this.count, List.copyOf(this.first));
		}

	}

}
