package io.charrnn.inference.generation;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class StopStringsTests {

	private final StopStrings stop = new StopStrings(List.of("abab", "ab😀", "b", "zab😀"));

	@ParameterizedTest
	@CsvSource({ "'', 0", "x, 0", "xb, 1", "a, 0", "xaba, 0", "ab😀, 3", "zab😀, 4", "😀, 0" })
	void findsTheLongestStringAtTheEnd(String text, int length) {
		int[] characters = text.codePoints().toArray();
		assertThat(this.stop.atEnd(characters, characters.length)).isEqualTo(length);
	}

	@ParameterizedTest
	@CsvSource({ "'', 0", "x, 0", "a, 1", "xab, 2", "aba, 3", "xa, 1", "za, 2", "zab, 3", "ababa, 3", "ab😀, 0" })
	void findsTheLongestBeginningAtTheEnd(String text, int length) {
		int[] characters = text.codePoints().toArray();
		assertThat(this.stop.begunAtEnd(characters, characters.length)).isEqualTo(length);
	}

}
