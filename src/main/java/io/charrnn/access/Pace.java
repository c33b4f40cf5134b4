package io.charrnn.access;

import java.net.SocketTimeoutException;

/**
 * How fast bytes come. What counts is the time that the service waits for them, after
 * some time in which any pace will do.
 */
final class Pace {

	private final long leastBytesPerSecond;

	private final long grace;

	private long waited;

	private long bytes;

	/**
	 * Begins with nothing read.
	 * @param leastBytesPerSecond that must come
	 * @param grace nanoseconds in which any pace will do
	 */
	Pace(long leastBytesPerSecond, long grace) {
		this.leastBytesPerSecond = leastBytesPerSecond;
		this.grace = grace;
	}

	/**
	 * Counts what was read.
	 * @param read bytes, or -1 at the end
	 * @param nanoseconds that they took
	 * @throws SocketTimeoutException if that is too slow
	 */
	void add(int read, long nanoseconds) throws SocketTimeoutException {
		this.waited += nanoseconds;
		this.bytes += Math.max(0, read);
		double seconds = (this.waited - this.grace) / 1e9;
		if (read >= 0 && seconds > 0 && this.bytes < seconds * this.leastBytesPerSecond) {
			throw new SocketTimeoutException("the body comes too slowly");
		}
	}

}
