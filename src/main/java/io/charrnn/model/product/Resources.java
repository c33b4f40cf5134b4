package io.charrnn.model.product;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Resources that are released together, newest first. Constructors add to it whatever
 * they allocate, so that nothing leaks if one of them fails. Used by one thread at a
 * time.
 */
public final class Resources implements Freeable {

	private final Deque<Freeable> resources = new ArrayDeque<>();

	public <T extends Freeable> T add(T resource) {
		this.resources.push(resource);
		return resource;
	}

	/** A matrix of zeros. */
	public Matrix matrix(int rows, int columns) {
		return new Matrix(add(new NativeFloats((long) rows * columns)), 0, rows, columns);
	}

	@Override
	public void close() {
		while (!this.resources.isEmpty()) {
			this.resources.pop().close();
		}
	}

}
