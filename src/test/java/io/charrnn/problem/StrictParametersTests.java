package io.charrnn.problem;

import java.net.URI;

import io.charrnn.testing.ServiceTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;

@ServiceTest
class StrictParametersTests {

	@Autowired
	private MockMvcTester http;

	@ParameterizedTest
	@CsvSource(delimiter = '>',
			textBlock = """
					GET  > /api/v1/corpora?limt=5              > unknown-parameter  > parameter limt here; known: after, format, limit.
					GET  > /api/v1/corpora?Limit=5             > unknown-parameter  > parameter Limit
					GET  > /api/v1/corpora?limit=5&limit=6     > repeated-parameter > parameter limit
					GET  > /api/v1/corpora?limit=5&li%6Dit=6   > repeated-parameter > parameter limit
					GET  > /api/v1/corpora?limit=              > invalid-parameter  > parameter limit has no value
					GET  > /api/v1/corpora?limit               > invalid-parameter  > parameter limit has no value
					GET  > /api/v1/corpora?%25zz=1             > unknown-parameter  > parameter %zz
					GET  > /api/v1/training-jobs?state=queued  > unknown-parameter  > parameter state
					GET  > /api/v1/models/a/serving?limit=1    > unknown-parameter  > has none
					POST > /api/v1/corpora?nam=a               > unknown-parameter  > known: documents, field, label, lineEndings, name, normalization, sample""")
	void refuses(HttpMethod method, String path, String problem, String detail) {
		assertThat(this.http.method(method).uri(URI.create(path))).hasStatus(400)
			.bodyText()
			.contains(":" + problem + "\"", detail);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v1/files?limt=5", "/v1/models?limit=5", "/v1/fine_tuning/jobs?limits=1" })
	void refusesUnderOpenAisPathsAsWell(String path) {
		assertThat(this.http.get().uri(URI.create(path))).hasStatus(400).bodyText().contains("\"unknown_parameter\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api/v1/corpora?limit=5", "/api/v1/corpora?li%6Dit=5", "/api/v1/corpora?&limit=5&",
			"/v1/files?limit=5&order=asc&purpose=fine-tune", "/api/v1/corpora?" })
	void takes(String path) {
		assertThat(this.http.get().uri(URI.create(path))).hasStatusOk();
	}

	@Test
	void asksNothingOfPathsThatAreNotOfTheApi() {
		assertThat(this.http.get().uri("/index.html?v=2")).hasStatusOk();
	}

}
