package io.charrnn.corpus;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Where the characters of a UTF-8 text are, roughly: for every so many bytes, how many
 * characters begin before them.
 */
final class CharacterIndex {

	/** Bytes from one entry to the next. */
	static final int STEP = 1 << 16;

	/** The same in what earlier releases wrote, and still read. */
	static final int COARSE_STEP = 1 << 20;

	private final int step;

	/** Of byte {@code (i + 1) * step}. */
	private final long[] before;

	private final Place end;

	/**
	 * Takes an index as it was made.
	 * @param step bytes from one entry to the next
	 * @param before characters that begin before each entry
	 * @param end of the text
	 */
	private CharacterIndex(int step, long[] before, Place end) {
		this.step = step;
		this.before = before;
		this.end = end;
	}

	/**
	 * Takes an index that was stored.
	 * @param bytes what was stored
	 * @param step bytes from one entry to the next
	 * @param end of the text
	 */
	static CharacterIndex fromBytes(byte[] bytes, int step, Place end) {
		long[] before = new long[bytes.length / Long.BYTES];
		ByteBuffer.wrap(bytes).asLongBuffer().get(before);
		return new CharacterIndex(step, before, end);
	}

	byte[] toBytes() {
		ByteBuffer bytes = ByteBuffer.allocate(this.before.length * Long.BYTES);
		bytes.asLongBuffer().put(this.before);
		return bytes.array();
	}

	/** The same with fewer entries, of {@link #COARSE_STEP}. */
	CharacterIndex coarse() {
		int every = COARSE_STEP / this.step;
		long[] some = IntStream.range(0, this.before.length / every)
			.mapToLong((entry) -> this.before[(entry + 1) * every - 1])
			.toArray();
		return new CharacterIndex(COARSE_STEP, some, this.end);
	}

	/** The last byte known before which at most this many characters begin. */
	Place lastBefore(long character) {
		int entry = entryBefore(character);
		return isDense(entry) ? exact(entry, character) : place(entry);
	}

	/** The first byte known before which so many characters end. */
	Place firstAfter(long character) {
		int entry = entryBefore(character);
		return isDense(entry) ? exact(entry, character) : place(entry + 1);
	}

	/**
	 * The entry before which at most this many characters begin; -1 is the text's begin.
	 */
	private int entryBefore(long character) {
		int found = Arrays.binarySearch(this.before, character);
		return (found >= 0) ? found : -found - 2;
	}

	/** Whether each character from an entry to the next has one byte. */
	private boolean isDense(int entry) {
		Place from = place(entry);
		Place to = place(entry + 1);
		return to.offset() - from.offset() == to.characters() - from.characters();
	}

	private Place exact(int entry, long character) {
		Place from = place(entry);
		return new Place(from.offset() + character - from.characters(), character);
	}

	private Place place(int entry) {
		if (entry < 0) {
			return Place.BEGIN;
		}
		return (entry < this.before.length) ? new Place((entry + 1L) * this.step, this.before[entry]) : this.end;
	}

	/**
	 * A byte, perhaps within a character.
	 *
	 * @param offset bytes before it
	 * @param characters that begin before it
	 */
	record Place(long offset, long characters) {

		private static final Place BEGIN = new Place(0, 0);

	}

	/** Counts the characters of a text whose UTF-8 comes in pieces. */
	static final class Builder {

		private long[] before = {};

		private int entries;

		private long bytes;

		private long characters;

		void add(byte[] utf8, int from, int to) {
			for (int position = from; position < to;) {
				int end = (int) Math.min(to, position + STEP - this.bytes % STEP);
				this.bytes += end - position;
				for (; position < end; position++) {
					this.characters += Utf8.isFirst(utf8[position]) ? 1 : 0;
				}
				if (this.bytes % STEP == 0) {
					append();
				}
			}
		}

		private void append() {
			if (this.entries == this.before.length) {
				this.before = Arrays.copyOf(this.before, Math.max(16, 2 * this.entries));
			}
			this.before[this.entries++] = this.characters;
		}

		long bytes() {
			return this.bytes;
		}

		long characters() {
			return this.characters;
		}

		CharacterIndex build() {
			return new CharacterIndex(STEP, Arrays.copyOf(this.before, this.entries),
					new Place(this.bytes, this.characters));
		}

	}

}
