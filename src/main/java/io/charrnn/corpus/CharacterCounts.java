package io.charrnn.corpus;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import io.charrnn.model.Alphabet;
import org.jspecify.annotations.Nullable;

/** Counts how often each character occurs. */
final class CharacterCounts {

	/** Code points of a block; most blocks are never needed. */
	private static final int BLOCK = 1 << 8;

	private final int[] @Nullable [] blocks = new int[Character.MAX_CODE_POINT / BLOCK + 1][];

	private int different;

	void add(int codePoint) {
		int[] block = this.blocks[codePoint / BLOCK];
		if (block == null) {
			block = new int[BLOCK];
			this.blocks[codePoint / BLOCK] = block;
		}
		if (block[codePoint % BLOCK]++ == 0) {
			this.different++;
		}
	}

	/** How many different characters there are. */
	int different() {
		return this.different;
	}

	long of(int codePoint) {
		int[] block = this.blocks[codePoint / BLOCK];
		return (block != null) ? block[codePoint % BLOCK] : 0;
	}

	/** The characters that occur, in ascending order. */
	Alphabet alphabet() {
		List<Integer> characters = new ArrayList<>(this.different);
		for (int index = 0; index < this.blocks.length; index++) {
			int[] block = this.blocks[index];
			for (int offset = 0; block != null && offset < BLOCK; offset++) {
				if (block[offset] > 0) {
					characters.add(index * BLOCK + offset);
				}
			}
		}
		return Alphabet.of(characters);
	}

	/** The counts in the order of the alphabet, 8 bytes each. */
	byte[] toBytes() {
		ByteBuffer bytes = ByteBuffer.allocate(this.different * Long.BYTES);
		alphabet().toString().codePoints().forEach((character) -> bytes.putLong(of(character)));
		return bytes.array();
	}

}
