package io.charrnn.model.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Floats as bytes, the lowest first, in bounded memory. */
final class LittleEndian {

	private static final int CHUNK = 1 << 14;

	private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);

	private final OutputStream out;

	LittleEndian(OutputStream out) {
		this.out = out;
	}

	/** Writes the values of a tensor. */
	void write(float[] parameters, List<TorchTensor.Block> blocks) throws IOException {
		for (TorchTensor.Block block : blocks) {
			if (block.own()) {
				write(parameters, block.offset(), block.length());
			}
			else {
				write(new float[block.length()], 0, block.length());
			}
		}
	}

	private void write(float[] values, int offset, int length) throws IOException {
		for (int from = 0; from < length; from += CHUNK) {
			int count = Math.min(CHUNK, length - from);
			this.chunk.asFloatBuffer().put(values, offset + from, count);
			this.out.write(this.chunk.array(), 0, count * Float.BYTES);
		}
	}

}
