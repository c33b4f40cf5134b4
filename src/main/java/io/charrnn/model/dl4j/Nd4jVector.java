package io.charrnn.model.dl4j;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * A vector of floats in the format of ND4J's {@code Nd4j.write}: two buffers, each with
 * the name of its allocation mode, its length and its type before its values, all
 * big-endian. The first buffer describes the shape: rank, the sizes, the strides, the
 * flags of the type, the element stride, and the order as a character. The second has the
 * values.
 */
final class Nd4jVector {

	private static final String MODE = "MIXED_DATA_TYPES";

	/** ND4J's flag for 32-bit floats among those of the shape. */
	private static final long FLOAT_FLAG = 1 << 13;

	private static final int CHUNK = 1 << 14;

	private Nd4jVector() {
	}

	/** Writes {@code [1, length]}. */
	static void write(float[] values, OutputStream out) throws IOException {
		writeHeader(values.length, out);
		ByteBuffer chunk = ByteBuffer.allocate(CHUNK * Float.BYTES);
		for (int from = 0; from < values.length; from += CHUNK) {
			int count = Math.min(CHUNK, values.length - from);
			chunk.asFloatBuffer().put(values, from, count);
			out.write(chunk.array(), 0, count * Float.BYTES);
		}
	}

	private static void writeHeader(int length, OutputStream out) throws IOException {
		ByteArrayOutputStream header = new ByteArrayOutputStream();
		DataOutputStream data = new DataOutputStream(header);
		data.writeUTF(MODE);
		long[] shape = { 2, 1, length, 1, 1, FLOAT_FLAG, 1, 'c' };
		data.writeLong(shape.length);
		data.writeUTF("LONG");
		for (long value : shape) {
			data.writeLong(value);
		}
		data.writeUTF(MODE);
		data.writeLong(length);
		data.writeUTF("FLOAT");
		header.writeTo(out);
	}

	/**
	 * Reads a vector, as a row or of rank 1, and nothing after it.
	 * @param name of the entry, for messages
	 * @param length how many values there must be
	 * @return the values, each of them finite
	 */
	static float[] read(InputStream in, String name, int length) throws IOException {
		readHeader(new DataInputStream(in), name, length);
		float[] values = new float[length];
		byte[] chunk = new byte[CHUNK * Float.BYTES];
		for (int from = 0; from < length; from += CHUNK) {
			int count = Math.min(CHUNK, length - from);
			if (in.readNBytes(chunk, 0, count * Float.BYTES) < count * Float.BYTES) {
				throw new InvalidArchiveException(String.format(Locale.ROOT,
						"%s ends before the %,d numbers that the architecture needs.", name, length));
			}
			ByteBuffer.wrap(chunk).asFloatBuffer().get(values, from, count);
			checkFinite(values, from, from + count, name);
		}
		return values;
	}

	private static void readHeader(DataInputStream in, String name, int length) throws IOException {
		expect(MODE, in, name);
		long shapeLength = in.readLong();
		expect("LONG", in, name);
		if (shapeLength != 6 && shapeLength != 8) {
			throw new InvalidArchiveException("%s must hold a vector.".formatted(name));
		}
		long[] shape = new long[(int) shapeLength];
		for (int i = 0; i < shape.length; i++) {
			shape[i] = in.readLong();
		}
		checkShape(shape, name, length);
		expect(MODE, in, name);
		checkLength(in.readLong(), name, length);
		expect("FLOAT", in, name);
	}

	private static void checkShape(long[] shape, String name, int length) {
		int rank = (shape.length - 4) / 2;
		long order = shape[shape.length - 1];
		boolean row = shape[0] == rank && (rank == 1 || shape[1] == 1);
		if (!row || shape[2 * rank] != 1 || shape[shape.length - 2] != 1 || (order != 'c' && order != 'f')) {
			throw new InvalidArchiveException("%s must hold a contiguous vector.".formatted(name));
		}
		if (shape[shape.length - 3] != FLOAT_FLAG) {
			throw new InvalidArchiveException("%s must hold 32-bit floating-point numbers.".formatted(name));
		}
		checkLength(shape[rank], name, length);
	}

	private static void checkLength(long actual, String name, int length) {
		if (actual != length) {
			throw new InvalidArchiveException(String.format(Locale.ROOT,
					"%s must have the %,d numbers that the architecture needs, but has %,d.", name, length, actual));
		}
	}

	/** A length of two bytes and as many characters, as {@code writeUTF} writes them. */
	private static void expect(String text, DataInputStream in, String name) throws IOException {
		byte[] expected = text.getBytes(StandardCharsets.US_ASCII);
		if (in.readUnsignedShort() != expected.length || !Arrays.equals(in.readNBytes(expected.length), expected)) {
			throw new InvalidArchiveException(
					"%s is not an ND4J array of 32-bit floating-point numbers.".formatted(name));
		}
	}

	private static void checkFinite(float[] values, int from, int to, String name) {
		for (int i = from; i < to; i++) {
			if (!Float.isFinite(values[i])) {
				throw new InvalidArchiveException(String.format(Locale.ROOT,
						"%s has %s at index %,d, but only finite numbers are allowed.", name, values[i], i));
			}
		}
	}

}
