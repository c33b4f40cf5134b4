package io.charrnn.corpus;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.charrnn.problem.Problem;
import io.charrnn.problem.TooLargeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** How lines become documents, wherever the pieces end in which they arrive. */
class JsonLinesTests {

	private static final String LONG = "ä".repeat(100_000);

	private static final String LINES = line("first") + line(LONG) + "\n" + line("last").strip();

	@ParameterizedTest
	@ValueSource(ints = { 1, 3, 1 << 16, Integer.MAX_VALUE })
	void linesAreWholeHoweverTheyArrive(int piece) throws IOException {
		assertThat(read(LINES, piece, Long.MAX_VALUE)).containsExactly("first", LONG, "last");
	}

	@Test
	void aLineIsRefusedWithItsNumberAndOffset() {
		assertThatExceptionOfType(Problem.class).isThrownBy(() -> read(LINES + "\nno", 1 << 16, Long.MAX_VALUE))
			.withMessageContaining("Line 5, at byte offset %d,", LINES.getBytes(StandardCharsets.UTF_8).length + 1);
	}

	@Test
	void aLineThatIsNestedTooDeeplyIsRefused() {
		String deep = "{\"a\": %s%s}".formatted("[".repeat(2000), "]".repeat(2000));
		assertThatExceptionOfType(Problem.class).isThrownBy(() -> read(line("first") + deep, 1 << 16, Long.MAX_VALUE))
			.withMessageContaining("Line 2, at byte offset 18, is nested too deeply");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\\ud83d", "\\udca9", "a\\udca9\\ud83d" })
	void halvesOfCharactersAreRefused(String half) {
		assertThatExceptionOfType(Problem.class).isThrownBy(() -> read(line(half), 1 << 16, Long.MAX_VALUE))
			.withMessageContaining("lone surrogate");
	}

	@Test
	void charactersBeyondTheFirstPlaneAreTaken() throws IOException {
		assertThat(read(line("\\ud83d\\udca9"), 1 << 16, Long.MAX_VALUE)).containsExactly("\uD83D\uDCA9");
	}

	@Test
	void noMoreBytesAreTakenThanAllowed() throws IOException {
		int length = LINES.getBytes(StandardCharsets.UTF_8).length;
		assertThat(read(LINES, 1 << 16, length)).hasSize(3);
		assertThatExceptionOfType(TooLargeException.class).isThrownBy(() -> read(LINES, 1 << 16, length - 1));
	}

	private static String line(String text) {
		return "{\"text\": \"%s\"}\n".formatted(text);
	}

	private static List<String> read(String lines, int piece, long maxBytes) throws IOException {
		Documents documents = new Documents();
		new JsonLines(new Pieces(lines, piece), new DocumentFields("text", null)).read(documents, maxBytes);
		return documents.texts();
	}

	/** Gives at most so many bytes at once. */
	private static final class Pieces extends FilterInputStream {

		private final int most;

		Pieces(String text, int most) {
			super(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
			this.most = most;
		}

		@Override
		public int read(byte[] bytes, int from, int length) throws IOException {
			return super.read(bytes, from, Math.min(length, this.most));
		}

	}

}
