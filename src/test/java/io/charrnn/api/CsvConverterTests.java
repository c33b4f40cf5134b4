package io.charrnn.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonRawValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.MediaType;
import org.springframework.mock.http.MockHttpOutputMessage;

import static org.assertj.core.api.Assertions.assertThat;

class CsvConverterTests {

	private static final MediaType CSV = MediaType.parseMediaType("text/csv");

	private final CsvConverter converter = new CsvConverter(new JsonMapper());

	@Test
	void quotesWhatWouldBreakALine() throws IOException {
		assertThat(csv(new Sample(1, "a \"b\", c\r\nd"))).isEqualTo("iteration,text\r\n1,\"a \"\"b\"\", c\r\nd\"\r\n");
	}

	@Test
	void flattensObjectsAndLeavesNullEmpty() throws IOException {
		assertThat(csv(new Job("a", null), new Job("b", new Progress(0.5, List.of(1, 2)))))
			.isEqualTo("id,progress.fraction,progress.last\r\na,,\r\nb,0.5,\"[1,2]\"\r\n");
	}

	@Test
	void readsWhatIsStoredAsJson() throws IOException {
		assertThat(csv(new Failed("{\"type\": \"a\"}"))).isEqualTo("error.type\r\na\r\n");
	}

	@Test
	void writesNothingForNoRows() throws IOException {
		assertThat(csv()).isEmpty();
	}

	@Test
	void keepsEveryScript() throws IOException {
		assertThat(csv(new Sample(1, "я 😀"))).contains("я 😀");
	}

	@Test
	void writesTablesAlone() {
		assertThat(this.converter.canWrite(Page.class, CSV)).isTrue();
		assertThat(this.converter.canWrite(String.class, CSV)).isFalse();
		assertThat(this.converter.canRead(Page.class, CSV)).isFalse();
	}

	private String csv(Object... rows) throws IOException {
		MockHttpOutputMessage output = new MockHttpOutputMessage();
		this.converter.write(new Page<>(Arrays.asList(rows), null), CSV, output);
		assertThat(output.getHeaders().getContentType()).hasToString("text/csv;charset=UTF-8");
		return output.getBodyAsString(StandardCharsets.UTF_8);
	}

	private record Sample(int iteration, String text) {
	}

	private record Failed(@JsonRawValue String error) {
	}

	private record Job(String id, @Nullable Progress progress) {
	}

	private record Progress(double fraction, List<Integer> last) {
	}

}
