package io.charrnn.model.ngram;

import java.util.Arrays;

/**
 * Which characters followed which contexts in a text so far, and how often. Of a text
 * that becomes too long the older half is forgotten, so that memory is bounded; what is
 * known is a function of {@link #text()} alone.
 */
final class TextNgrams {

	private static final int NONE = -1;

	private static final int FIRST_SIZE = 64;

	/** Most characters that are known. */
	private final int most;

	private char[] text = new char[FIRST_SIZE];

	private int length;

	/** {@code [slots]}, a power of two: the key of each context, 0 for an empty slot. */
	private long[] keys = new long[FIRST_SIZE];

	/** {@code [slots]}: the first node of what follows each context. */
	private int[] heads = new int[FIRST_SIZE];

	private int contexts;

	/** {@code [nodes]}: a character. */
	private char[] characters = new char[FIRST_SIZE];

	/** {@code [nodes]}: how often it followed. */
	private int[] counts = new int[FIRST_SIZE];

	/** {@code [nodes]}: what else followed the same context. */
	private int[] next = new int[FIRST_SIZE];

	private int nodes;

	/** {@code [longest context + 1]}. */
	private final long[] ending = new long[Mixture.LONGEST_CONTEXT + 1];

	/**
	 * Begins a text.
	 * @param most characters that are known at most
	 */
	TextNgrams(int most) {
		this.most = most;
	}

	/**
	 * Goes on with a text.
	 * @param most characters that are known at most
	 * @param text what is known
	 */
	TextNgrams(int most, char[] text) {
		this(most);
		for (char character : text) {
			read(character);
		}
	}

	private TextNgrams(TextNgrams other) {
		this.most = other.most;
		this.text = other.text.clone();
		this.length = other.length;
		this.keys = other.keys.clone();
		this.heads = other.heads.clone();
		this.contexts = other.contexts;
		this.characters = other.characters.clone();
		this.counts = other.counts.clone();
		this.next = other.next.clone();
		this.nodes = other.nodes;
	}

	/**
	 * Bytes that a text takes at most: for each context of each character a node and, as
	 * half of the slots may be empty and their number doubles, four slots.
	 */
	static long bytes(int characters) {
		long slots = 4 * (Long.BYTES + Integer.BYTES);
		long nodes = 2 * (Character.BYTES + 2 * Integer.BYTES);
		return FIRST_SIZE * (slots + nodes)
				+ (2 * Character.BYTES + (Mixture.LONGEST_CONTEXT + 1) * (slots + nodes)) * characters;
	}

	TextNgrams copy() {
		return new TextNgrams(this);
	}

	/** What is known of the text. */
	char[] text() {
		return Arrays.copyOf(this.text, this.length);
	}

	/**
	 * The keys of what stands at the end.
	 * @param target receives those of the contexts of 0, 1, 2, ... characters
	 * @return how many there are
	 */
	int keys(long[] target) {
		return ContextKeys.of(this.text, this.length, target);
	}

	/**
	 * Adds what followed a context.
	 * @return whether the context was there
	 */
	boolean addTo(FollowerCounts target, long key) {
		int slot = slot(key);
		if (this.keys[slot] == 0) {
			return false;
		}
		for (int node = this.heads[slot]; node != NONE; node = this.next[node]) {
			target.add(this.characters[node], this.counts[node]);
		}
		return true;
	}

	/** Takes the next character. */
	void read(int character) {
		if (this.length == this.most) {
			forget();
		}
		int sizes = keys(this.ending);
		for (int size = 0; size < sizes; size++) {
			count(this.ending[size], character);
		}
		if (this.length == this.text.length) {
			this.text = Arrays.copyOf(this.text, Math.min(this.most, 2 * this.length));
		}
		this.text[this.length++] = (char) character;
	}

	private void forget() {
		char[] kept = Arrays.copyOfRange(this.text, this.length - this.most / 2, this.length);
		Arrays.fill(this.keys, 0);
		this.contexts = 0;
		this.nodes = 0;
		this.length = 0;
		for (char character : kept) {
			read(character);
		}
	}

	private void count(long key, int character) {
		int slot = slot(key);
		if (this.keys[slot] == 0) {
			if (2 * this.contexts >= this.keys.length) {
				grow();
				slot = slot(key);
			}
			this.keys[slot] = key;
			this.heads[slot] = NONE;
			this.contexts++;
		}
		int node = this.heads[slot];
		while (node != NONE && this.characters[node] != character) {
			node = this.next[node];
		}
		if (node != NONE) {
			this.counts[node]++;
		}
		else {
			this.heads[slot] = node(character, this.heads[slot]);
		}
	}

	private int node(int character, int following) {
		if (this.nodes == this.characters.length) {
			this.characters = Arrays.copyOf(this.characters, 2 * this.nodes);
			this.counts = Arrays.copyOf(this.counts, 2 * this.nodes);
			this.next = Arrays.copyOf(this.next, 2 * this.nodes);
		}
		this.characters[this.nodes] = (char) character;
		this.counts[this.nodes] = 1;
		this.next[this.nodes] = following;
		return this.nodes++;
	}

	/** Where a context is, or the empty slot where it would be. */
	private int slot(long key) {
		int mask = this.keys.length - 1;
		int slot = (int) key & mask;
		while (this.keys[slot] != 0 && this.keys[slot] != key) {
			slot = slot + 1 & mask;
		}
		return slot;
	}

	private void grow() {
		long[] keysBefore = this.keys;
		int[] headsBefore = this.heads;
		this.keys = new long[2 * keysBefore.length];
		this.heads = new int[2 * keysBefore.length];
		for (int index = 0; index < keysBefore.length; index++) {
			if (keysBefore[index] != 0) {
				int slot = slot(keysBefore[index]);
				this.keys[slot] = keysBefore[index];
				this.heads[slot] = headsBefore[index];
			}
		}
	}

}
