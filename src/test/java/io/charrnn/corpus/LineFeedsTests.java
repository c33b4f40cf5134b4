package io.charrnn.corpus;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class LineFeedsTests {

	@ParameterizedTest
	@ValueSource(ints = { 4, 5, 6, 7, 64 })
	void changesTheSameWhereverPiecesEnd(int buffer) throws IOException {
		String text = "\r\na\r\r\nbc\n\rdef\r\n\r\nghij\r";
		StringBuilder changed = new StringBuilder();
		new TextReader(1000, buffer).read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
				new LineFeeds(new Collector(changed)));
		assertThat(changed.toString()).isEqualTo(text.replaceAll("\r\n?", "\n"));
	}

	@ParameterizedTest
	@CsvSource({ "'', 0, 0, 0, 0", "a, 0, 0, 0, 1", "a\\n, 1, 0, 0, 1", "a\\nb, 1, 0, 0, 2",
			"a\\r\\nb\\r\\n, 0, 2, 0, 2", "a\\rb, 0, 0, 1, 2", "\\r\\r\\n\\n\\r, 1, 1, 2, 4" })
	void countsLinesAndTheirEnds(String text, long lf, long crLf, long cr, long lines) {
		LineEnds.Counter counter = new LineEnds.Counter();
		text.replace("\\r", "\r").replace("\\n", "\n").codePoints().forEach(counter::add);
		assertThat(counter.ends()).isEqualTo(new LineEnds(lf, crLf, cr));
		assertThat(counter.lines()).isEqualTo(lines);
	}

	private record Collector(StringBuilder text) implements TextSink {

		@Override
		public void accept(CharBuffer piece) {
			this.text.append(piece);
			piece.position(piece.limit());
		}

		@Override
		public void begin(Heading heading) {
			throw new AssertionError("a document");
		}

		@Override
		public void finish() {
		}

	}

}
