package io.charrnn.inference.compression;

/** Reads what {@link ArithmeticEncoder} wrote. */
final class ArithmeticDecoder {

	private final byte[] bytes;

	private int bit;

	private long low;

	private long high = ArithmeticEncoder.MASK;

	private long value;

	/**
	 * Begins to read.
	 * @param bytes what was written
	 */
	ArithmeticDecoder(byte[] bytes) {
		this.bytes = bytes;
		for (int count = 0; count < ArithmeticEncoder.REGISTER_BITS; count++) {
			this.value = this.value << 1 | next();
		}
	}

	/**
	 * Reads a character.
	 * @param frequencies those it was written with
	 * @return its index
	 */
	int decode(Frequencies frequencies) {
		long range = this.high - this.low + 1;
		int index = frequencies.at(((this.value - this.low + 1) * frequencies.total() - 1) / range);
		this.high = this.low + range * frequencies.to(index) / frequencies.total() - 1;
		this.low += range * frequencies.from(index) / frequencies.total();
		while (true) {
			if (this.low >= ArithmeticEncoder.HALF) {
				shift(ArithmeticEncoder.HALF);
			}
			else if (this.low >= ArithmeticEncoder.QUARTER
					&& this.high < ArithmeticEncoder.HALF + ArithmeticEncoder.QUARTER) {
				shift(ArithmeticEncoder.QUARTER);
			}
			else if (this.high >= ArithmeticEncoder.HALF) {
				return index;
			}
			this.low <<= 1;
			this.high = this.high << 1 | 1;
			this.value = this.value << 1 | next();
		}
	}

	private void shift(long by) {
		this.low -= by;
		this.high -= by;
		this.value -= by;
	}

	/** Whether more was read than an encoder leaves out at the end. */
	boolean isBeyondEnd() {
		return this.bit > (long) Byte.SIZE * this.bytes.length + ArithmeticEncoder.REGISTER_BITS;
	}

	private int next() {
		int at = this.bit++ / Byte.SIZE;
		return (at < this.bytes.length) ? this.bytes[at] >> Byte.SIZE - 1 - (this.bit - 1) % Byte.SIZE & 1 : 0;
	}

}
