package io.charrnn.connection.body;

import java.io.IOException;
import java.util.Locale;

import io.charrnn.problem.Problem;
import io.charrnn.problem.TooLargeException;
import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

/**
 * A body that becomes something in memory: no larger than a bound, and within a budget.
 */
final class BoundedBody implements InputBuffer {

	private final InputBuffer in;

	private final long most;

	private final BodyBudget budget;

	private long taken;

	/**
	 * A body of which nothing has been read.
	 * @param most bytes that it may have
	 * @param budget of all bodies
	 */
	BoundedBody(InputBuffer in, long most, BodyBudget budget) {
		this.in = in;
		this.most = most;
		this.budget = budget;
	}

	@Override
	public int doRead(ApplicationBufferHandler handler) throws IOException {
		int read = this.in.doRead(handler);
		if (read > 0) {
			if (this.taken + read > this.most) {
				throw tooLarge(this.most);
			}
			this.budget.take(read);
			this.taken += read;
		}
		return read;
	}

	static Problem tooLarge(long most) {
		return new TooLargeException("too-large",
				String.format(Locale.ROOT, "The body is larger than the maximum of %,d bytes.", most))
			.with("maxBytes", most);
	}

	@Override
	public int available() {
		return this.in.available();
	}

	/** Nothing of the body is needed any more. */
	void release() {
		this.budget.giveBack(this.taken);
		this.taken = 0;
	}

}
