package io.charrnn.access;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Ends requests whose bodies come so slowly that they only hold a thread. What counts is
 * the time that the service waits for bytes, after some seconds in which any pace will
 * do.
 */
@Component
@Order(Gate.AFTER_REQUEST_ID + 1)
class UploadRate extends OncePerRequestFilter {

	static final Duration GRACE = Duration.ofSeconds(20);

	private final long leastBytesPerSecond;

	UploadRate(AccessSettings settings) {
		this.leastBytesPerSecond = settings.minUploadRate().toBytes();
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		chain.doFilter(new Watched(request, this.leastBytesPerSecond), response);
	}

	/** A request whose body is watched. */
	private static final class Watched extends HttpServletRequestWrapper {

		private final long leastBytesPerSecond;

		private @Nullable ServletInputStream body;

		Watched(HttpServletRequest request, long leastBytesPerSecond) {
			super(request);
			this.leastBytesPerSecond = leastBytesPerSecond;
		}

		@Override
		public ServletInputStream getInputStream() throws IOException {
			if (this.body == null) {
				this.body = new Body(super.getInputStream(), new Pace(this.leastBytesPerSecond));
			}
			return this.body;
		}

	}

	/** How fast bytes come. */
	static final class Pace {

		private final long leastBytesPerSecond;

		private long waited;

		private long bytes;

		Pace(long leastBytesPerSecond) {
			this.leastBytesPerSecond = leastBytesPerSecond;
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
			double seconds = (this.waited - GRACE.toNanos()) / 1e9;
			if (read >= 0 && seconds > 0 && this.bytes < seconds * this.leastBytesPerSecond) {
				throw new SocketTimeoutException("the body comes too slowly");
			}
		}

	}

	private static final class Body extends ServletInputStream {

		private final ServletInputStream in;

		private final Pace pace;

		Body(ServletInputStream in, Pace pace) {
			this.in = in;
			this.pace = pace;
		}

		@Override
		public int read() throws IOException {
			long begun = System.nanoTime();
			int read = this.in.read();
			this.pace.add((read < 0) ? -1 : 1, System.nanoTime() - begun);
			return read;
		}

		@Override
		public int read(byte[] target, int offset, int length) throws IOException {
			long begun = System.nanoTime();
			int read = this.in.read(target, offset, length);
			this.pace.add(read, System.nanoTime() - begun);
			return read;
		}

		@Override
		public int available() throws IOException {
			return this.in.available();
		}

		@Override
		public void close() throws IOException {
			this.in.close();
		}

		@Override
		public boolean isFinished() {
			return this.in.isFinished();
		}

		@Override
		public boolean isReady() {
			return this.in.isReady();
		}

		@Override
		public void setReadListener(ReadListener listener) {
			this.in.setReadListener(listener);
		}

	}

}
