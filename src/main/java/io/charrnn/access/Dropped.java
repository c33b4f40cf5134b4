package io.charrnn.access;

import java.nio.ByteBuffer;

import org.apache.tomcat.util.net.ApplicationBufferHandler;

/** Takes bytes that nobody wants. */
final class Dropped implements ApplicationBufferHandler {

	private ByteBuffer buffer = ByteBuffer.allocate(0);

	@Override
	public void setByteBuffer(ByteBuffer buffer) {
		this.buffer = buffer;
	}

	@Override
	public ByteBuffer getByteBuffer() {
		return this.buffer;
	}

	@Override
	public void expand(int size) {
		// The buffer is Tomcat's own.
	}

}
