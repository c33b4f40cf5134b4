package io.charrnn.corpus;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.charrnn.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** How rows become documents. */
class CsvRowsTests {

	@ParameterizedTest
	@ValueSource(strings = { "a,1", "\"a\",\"1\"", "\"a\nb\",1", "a," })
	void aRowIsRefusedWithItsLineAndOffset(String row) {
		for (String end : List.of("\n", "\r\n", "\r")) {
			String before = "name,id" + end + row + end + end;
			assertThatExceptionOfType(Problem.class).isThrownBy(() -> read(before + "b" + end))
				.withMessageStartingWith("Line %d, at character %d of the CSV, has 1 cells", row.contains("\n") ? 5 : 4,
						before.length());
		}
	}

	/** It would swallow the rest of the file. */
	@Test
	void aQuoteThatIsNotClosedIsRefusedBeforeItTakesMuchMemory() {
		String rows = "the sea shells,1\n".repeat(1_100_000);
		assertThatExceptionOfType(Problem.class).isThrownBy(() -> read("name,id\na,1\n\"" + rows))
			.withMessageContaining("Line 3, at character 12 of the CSV")
			.withMessageContaining("longer than the maximum of 16,777,216 characters, or a quote that is not closed");
	}

	private static void read(String csv) throws IOException {
		new CsvRows(new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)), new DocumentFields("name", null))
			.read(new Documents(), Long.MAX_VALUE);
	}

}
