package io.charrnn.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;

import org.springframework.boot.test.context.TestComponent;

/**
 * Stands between event streams and all tests of {@link ServiceTest}: the data of an event
 * must be as the OpenAPI document describes what it is, or the stream breaks.
 */
@TestComponent
class DescribedEvents extends HttpFilter {

	private static final String END_OF_EVENT = "\n\n";

	private final transient DescribedAnswers answers;

	DescribedEvents(DescribedAnswers answers) {
		this.answers = answers;
	}

	@Override
	protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		chain.doFilter(request, new HttpServletResponseWrapper(response) {

			@Override
			public ServletOutputStream getOutputStream() throws IOException {
				String type = getContentType();
				ServletOutputStream out = super.getOutputStream();
				return (type != null && type.startsWith("text/event-stream"))
						? new Events(out, (event, data) -> check(request, event, data)) : out;
			}

		});
	}

	private List<String> check(HttpServletRequest request, String event, String data) {
		return this.answers.schemas().errorsOfEvent(request.getMethod(), request.getRequestURI(), event, data);
	}

	/** Reads events while they are written. */
	private static final class Events extends ServletOutputStream {

		private final ServletOutputStream out;

		private final BiFunction<String, String, List<String>> check;

		private final ByteArrayOutputStream written = new ByteArrayOutputStream();

		Events(ServletOutputStream out, BiFunction<String, String, List<String>> check) {
			this.out = out;
			this.check = check;
		}

		@Override
		public void write(int one) throws IOException {
			write(new byte[] { (byte) one }, 0, 1);
		}

		@Override
		public void write(byte[] bytes, int offset, int length) throws IOException {
			this.written.write(bytes, offset, length);
			String events = this.written.toString(StandardCharsets.UTF_8);
			if (events.endsWith(END_OF_EVENT)) {
				this.written.reset();
				for (String event : events.split(END_OF_EVENT)) {
					read(event);
				}
			}
			this.out.write(bytes, offset, length);
		}

		private void read(String event) {
			String name = "";
			List<String> data = new ArrayList<>();
			for (String line : event.split("\n")) {
				if (line.startsWith("event: ")) {
					name = line.substring("event: ".length());
				}
				else if (line.startsWith("data: ")) {
					data.add(line.substring("data: ".length()));
				}
			}
			List<String> errors = data.isEmpty() ? List.of() : this.check.apply(name, String.join("\n", data));
			if (!errors.isEmpty()) {
				throw new IllegalStateException("not as the API's document says: " + name + " " + errors);
			}
		}

		@Override
		public void flush() throws IOException {
			this.out.flush();
		}

		@Override
		public boolean isReady() {
			return this.out.isReady();
		}

		@Override
		public void setWriteListener(WriteListener listener) {
			this.out.setWriteListener(listener);
		}

	}

}
