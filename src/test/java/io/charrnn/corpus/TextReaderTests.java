package io.charrnn.corpus;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import io.charrnn.problem.MalformedException;
import io.charrnn.problem.TooLargeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TextReaderTests {

	private static final String TEXT = "a\u00E9\u4E2D\uD83D\uDE00\r\n\u0000\uFEFF\uFFFF.".repeat(50);

	@ParameterizedTest
	@ValueSource(ints = { 4, 5, 6, 7, 8, 64, 4096 })
	void readsAnyCharacterInPiecesOfAnySize(int bufferSize) throws IOException {
		assertThat(read(TEXT.getBytes(StandardCharsets.UTF_8), bufferSize)).isEqualTo(TEXT);
	}

	@ParameterizedTest
	@CsvSource({ "61 80, 1", "61 FF 62, 1", "61 C3, 1", "61 C3 28, 1", "61 E4 B8, 1", "61 E4 B8 28, 1",
			"61 F0 9F 98, 1", "C0 AF, 0", "E0 80 AF, 0", "ED A0 80, 0", "F4 90 80 80, 0", "F5 80 80 80, 0",
			"EF BB BF 80, 3", "61 62 63 64 65 66 67 68 69 C3 A9 E4 B8 AD FE, 14" })
	void tellsTheOffsetOfTheFirstBadByte(String hex, long offset) {
		byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(hex);
		for (int bufferSize = 4; bufferSize < 20; bufferSize++) {
			int size = bufferSize;
			assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> read(bytes, size))
				.withMessageContaining("byte offset " + offset + " ")
				.satisfies((problem) -> assertThat(problem.properties()).containsEntry("offset", offset));
		}
	}

	@ParameterizedTest
	@CsvSource({ "'', ''", "\uFEFF, ''", "\uFEFFab, ab", "\uFEFF\uFEFFab, \uFEFFab", "a\uFEFFb, a\uFEFFb" })
	void leavesOutByteOrderMarkAtTheBeginning(String text, String expected) throws IOException {
		assertThat(read(text.getBytes(StandardCharsets.UTF_8), 4)).isEqualTo(expected);
	}

	@Test
	void takesAsManyBytesAsAllowedAndNoMore() throws IOException {
		byte[] bytes = TEXT.getBytes(StandardCharsets.UTF_8);
		assertThat(read(bytes, 64, bytes.length)).isEqualTo(TEXT);
		assertThatExceptionOfType(TooLargeException.class).isThrownBy(() -> read(bytes, 64, bytes.length - 1))
			.satisfies((problem) -> assertThat(problem.properties()).containsEntry("maxBytes", bytes.length - 1L));
	}

	private static String read(byte[] bytes, int bufferSize) throws IOException {
		return read(bytes, bufferSize, Long.MAX_VALUE);
	}

	private static String read(byte[] bytes, int bufferSize, long maxBytes) throws IOException {
		StringBuilder text = new StringBuilder();
		new TextReader(maxBytes, bufferSize).read(new ByteArrayInputStream(bytes), new TextSink() {

			@Override
			public void accept(CharBuffer piece) {
				text.append(piece);
				assertThat(piece.isEmpty() || !Character.isHighSurrogate(piece.charAt(piece.length() - 1))).isTrue();
			}

			@Override
			public void begin(Heading heading) {
				throw new AssertionError("a document");
			}

			@Override
			public void finish() {
				assertThat(text.indexOf("finished")).isNegative();
			}

		});
		return text.toString();
	}

}
