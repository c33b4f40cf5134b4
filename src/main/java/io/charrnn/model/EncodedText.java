package io.charrnn.model;

import java.util.Arrays;
import java.util.Locale;

/** A text as indices into an {@link Alphabet}. Immutable; slices share the memory. */
public final class EncodedText {

	private final char[] indices;

	private final int from;

	private final int length;

	/**
	 * Wraps indices without a copy.
	 * @param indices the index of each character
	 */
	public EncodedText(char[] indices) {
		this(indices, 0, indices.length);
	}

	private EncodedText(char[] indices, int from, int length) {
		this.indices = indices;
		this.from = from;
		this.length = length;
	}

	public int length() {
		return this.length;
	}

	public int at(int position) {
		return this.indices[this.from + position];
	}

	/** The part from one position up to, and without, another. */
	public EncodedText slice(int start, int end) {
		if (start < 0 || end < start || end > this.length) {
			throw new IndexOutOfBoundsException(String.format(Locale.ROOT, "[%d, %d) of %d", start, end, this.length));
		}
		return new EncodedText(this.indices, this.from + start, end - start);
	}

	/** This text and another one after it. */
	public EncodedText followedBy(EncodedText other) {
		char[] both = new char[this.length + other.length];
		System.arraycopy(this.indices, this.from, both, 0, this.length);
		System.arraycopy(other.indices, other.from, both, this.length, other.length);
		return new EncodedText(both);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof EncodedText that && Arrays.equals(this.indices, this.from, this.from + this.length,
				that.indices, that.from, that.from + that.length);
	}

	@Override
	public int hashCode() {
		int hash = 1;
		for (int position = 0; position < this.length; position++) {
			hash = 31 * hash + at(position);
		}
		return hash;
	}

}
