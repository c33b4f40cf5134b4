package io.charrnn.model.product;

import java.nio.FloatBuffer;
import java.util.Locale;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Floats outside the heap, where native products read and write them. Begins at a
 * multiple of 64 bytes, as vector loads like it; zero at first.
 */
public final class NativeFloats implements Freeable {

	/** A direct buffer holds fewer than 2^31 bytes. */
	static final int MAX_LENGTH = Integer.MAX_VALUE / Float.BYTES - 16;

	private static final int ALIGNMENT = 64;

	private final FloatPointer allocated;

	private final FloatPointer aligned;

	private final FloatBuffer buffer;

	public NativeFloats(long length) {
		if (length > MAX_LENGTH) {
			throw new IllegalArgumentException(
					String.format(Locale.ROOT, "at most %,d floats fit a native array, not %,d", MAX_LENGTH, length));
		}
		this.allocated = new FloatPointer(length + ALIGNMENT / Float.BYTES);
		long unaligned = Math.floorMod(-this.allocated.address(), (long) ALIGNMENT);
		this.aligned = new FloatPointer(this.allocated.getPointer(unaligned / Float.BYTES)).capacity(length);
		Pointer.memset(this.aligned, 0, length * Float.BYTES);
		this.buffer = this.aligned.asBuffer();
	}

	/** Where a value is in memory. */
	FloatPointer pointer(int index) {
		return this.aligned.getPointer(index);
	}

	public float get(int index) {
		return this.buffer.get(index);
	}

	public void set(int index, float value) {
		this.buffer.put(index, value);
	}

	public void read(int index, float[] target, int from, int count) {
		this.buffer.get(index, target, from, count);
	}

	public void write(int index, float[] source, int from, int count) {
		this.buffer.put(index, source, from, count);
	}

	@Override
	public void close() {
		this.allocated.close();
	}

}
