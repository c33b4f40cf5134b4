package io.charrnn.cluster.protocol;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Arrays as their bare bytes, little-endian, converted piece by piece. */
final class Values {

	/** Bytes of a piece. */
	private static final int PIECE = 1 << 16;

	private Values() {
	}

	static void write(DataOutputStream out, float[] values) throws IOException {
		out.writeInt(values.length);
		ByteBuffer piece = ByteBuffer.allocate(PIECE).order(ByteOrder.LITTLE_ENDIAN);
		for (int from = 0; from < values.length;) {
			int count = Math.min(values.length - from, PIECE / Float.BYTES);
			piece.asFloatBuffer().put(values, from, count);
			out.write(piece.array(), 0, count * Float.BYTES);
			from += count;
		}
	}

	static float[] floats(DataInputStream in) throws IOException {
		float[] values = new float[length(in)];
		ByteBuffer piece = ByteBuffer.allocate(PIECE).order(ByteOrder.LITTLE_ENDIAN);
		for (int from = 0; from < values.length;) {
			int count = Math.min(values.length - from, PIECE / Float.BYTES);
			in.readFully(piece.array(), 0, count * Float.BYTES);
			piece.asFloatBuffer().get(values, from, count);
			from += count;
		}
		return values;
	}

	static void write(DataOutputStream out, double[] values) throws IOException {
		out.writeInt(values.length);
		for (double value : values) {
			out.writeDouble(value);
		}
	}

	static double[] doubles(DataInputStream in) throws IOException {
		double[] values = new double[length(in)];
		for (int index = 0; index < values.length; index++) {
			values[index] = in.readDouble();
		}
		return values;
	}

	/** Longer ones than writeUTF takes, too. */
	static void write(DataOutputStream out, String text) throws IOException {
		write(out, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
	}

	static String text(DataInputStream in) throws IOException {
		return new String(bytes(in), java.nio.charset.StandardCharsets.UTF_8);
	}

	static void write(DataOutputStream out, byte[] bytes) throws IOException {
		out.writeInt(bytes.length);
		out.write(bytes);
	}

	static byte[] bytes(DataInputStream in) throws IOException {
		byte[] bytes = new byte[length(in)];
		in.readFully(bytes);
		return bytes;
	}

	private static int length(DataInputStream in) throws IOException {
		int length = in.readInt();
		if (length < 0) {
			throw new IOException("a length of " + length);
		}
		return length;
	}

}
