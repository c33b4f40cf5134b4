package io.charrnn.corpus;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Where the characters of a UTF-8 text are, roughly: for every {@value #STEP}th byte, how
 * many characters begin before it.
 */
final class CharacterIndex {

	/** Bytes from one entry to the next. */
	static final int STEP = 1 << 20;

	/** Of byte {@code (i + 1) * STEP}. */
	private final long[] before;

	private CharacterIndex(long[] before) {
		this.before = before;
	}

	static CharacterIndex fromBytes(byte[] bytes) {
		long[] before = new long[bytes.length / Long.BYTES];
		ByteBuffer.wrap(bytes).asLongBuffer().get(before);
		return new CharacterIndex(before);
	}

	byte[] toBytes() {
		ByteBuffer bytes = ByteBuffer.allocate(this.before.length * Long.BYTES);
		bytes.asLongBuffer().put(this.before);
		return bytes.array();
	}

	/** The last byte with an entry before which at most so many characters begin. */
	Place lastBefore(long character) {
		int found = Arrays.binarySearch(this.before, character);
		int entry = (found >= 0) ? found : -found - 2;
		return (entry < 0) ? new Place(0, 0) : new Place((entry + 1L) * STEP, this.before[entry]);
	}

	/**
	 * A byte, perhaps within a character.
	 *
	 * @param offset bytes before it
	 * @param characters that begin before it
	 */
	record Place(long offset, long characters) {

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
			return new CharacterIndex(Arrays.copyOf(this.before, this.entries));
		}

	}

}
