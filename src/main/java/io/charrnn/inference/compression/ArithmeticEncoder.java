package io.charrnn.inference.compression;

import java.io.ByteArrayOutputStream;

/**
 * Arithmetic coding after Witten, Neal and Cleary (1987) with registers of 32 bits: a
 * text is a number in an interval that each character narrows to its share.
 */
final class ArithmeticEncoder {

	static final int REGISTER_BITS = 32;

	static final long QUARTER = 1L << REGISTER_BITS - 2;

	static final long HALF = 2 * QUARTER;

	static final long MASK = 4 * QUARTER - 1;

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	private long low;

	private long high = MASK;

	/** Bits that will be the opposite of the next one. */
	private long pending;

	private int bits;

	private int bitCount;

	/** Narrows the interval to a character's share. */
	void encode(Frequencies frequencies, int index) {
		long range = this.high - this.low + 1;
		this.high = this.low + range * frequencies.to(index) / frequencies.total() - 1;
		this.low += range * frequencies.from(index) / frequencies.total();
		while (true) {
			if (this.high < HALF) {
				write(0);
			}
			else if (this.low >= HALF) {
				write(1);
				shift(HALF);
			}
			else if (this.low >= QUARTER && this.high < HALF + QUARTER) {
				this.pending++;
				shift(QUARTER);
			}
			else {
				return;
			}
			this.low <<= 1;
			this.high = this.high << 1 | 1;
		}
	}

	private void shift(long by) {
		this.low -= by;
		this.high -= by;
	}

	/** The bytes of the whole text. */
	byte[] finish() {
		this.pending++;
		write((this.low < QUARTER) ? 0 : 1);
		while (this.bitCount != 0) {
			append(0);
		}
		return this.bytes.toByteArray();
	}

	private void write(int bit) {
		append(bit);
		for (; this.pending > 0; this.pending--) {
			append(1 - bit);
		}
	}

	private void append(int bit) {
		this.bits = this.bits << 1 | bit;
		if (++this.bitCount == Byte.SIZE) {
			this.bytes.write(this.bits);
			this.bits = 0;
			this.bitCount = 0;
		}
	}

}
