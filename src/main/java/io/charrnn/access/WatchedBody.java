package io.charrnn.access;

import java.io.IOException;

import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

/**
 * A body as it comes from the connection.
 *
 * @param in where it comes from
 * @param pace how fast it comes
 */
record WatchedBody(InputBuffer in, Pace pace) implements InputBuffer {

	@Override
	public int doRead(ApplicationBufferHandler handler) throws IOException {
		long begun = System.nanoTime();
		int read = this.in.doRead(handler);
		this.pace.add(read, System.nanoTime() - begun);
		return read;
	}

	@Override
	public int available() {
		return this.in.available();
	}

}
