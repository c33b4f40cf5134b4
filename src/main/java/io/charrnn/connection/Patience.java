package io.charrnn.connection;

/**
 * What waiting for a client comes to. Waiting uses patience up, and bytes that come or go
 * give some back, but never more than there was at first: a client that was fast for long
 * gets no longer to be slow in.
 */
final class Patience {

	/** Time in which half of what was seen is forgotten. */
	private static final double HALF_LIFE_NANOSECONDS = 5e9;

	private final double nanosecondsPerByte;

	private final double most;

	private double left;

	/** Lately, in nanoseconds. */
	private double waited;

	/** That came or went while the service waited lately. */
	private double bytes;

	/**
	 * Begins with all the patience that there is.
	 * @param leastBytesPerSecond that use none up
	 * @param grace nanoseconds in which any pace will do
	 */
	Patience(long leastBytesPerSecond, long grace) {
		this.nanosecondsPerByte = 1e9 / leastBytesPerSecond;
		this.most = grace;
		this.left = grace;
	}

	/** Starts again. */
	void restore() {
		this.left = this.most;
		this.waited = 0;
		this.bytes = 0;
	}

	/**
	 * Counts what came or went in some time.
	 * @param count of bytes
	 * @param nanoseconds that the service waited for the client in it
	 * @param elapsed nanoseconds altogether
	 */
	void add(long count, long nanoseconds, long elapsed) {
		this.left = Math.min(this.most, this.left + count * this.nanosecondsPerByte - nanoseconds);
		double kept = Math.pow(0.5, elapsed / HALF_LIFE_NANOSECONDS);
		this.waited = kept * this.waited + nanoseconds;
		this.bytes = kept * this.bytes + count;
	}

	/** Whether the client has been too slow for too long. */
	boolean isOver() {
		return this.left <= 0;
	}

	/** Nanoseconds that the client has kept the service waiting lately. */
	double waited() {
		return this.waited;
	}

	/** Bytes lately for each nanosecond of waiting. */
	double pace() {
		return this.bytes / Math.max(1, this.waited);
	}

}
