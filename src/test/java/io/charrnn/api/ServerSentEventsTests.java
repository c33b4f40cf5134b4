package io.charrnn.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

class ServerSentEventsTests {

	private static final String TEXT = "a\u0085b\u2028c\u2029d\n\r\u000b\u001c\u007f\u00e9\u0436\ud83d\ude00\"";

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	private final JsonMapper json = new JsonMapper();

	private final ServerSentEvents events = new ServerSentEvents(this.response, this.json, Duration.ofHours(1));

	@Test
	void saysItsCharset() throws IOException {
		this.events.send("text");
		assertThat(this.response.getHeader("Content-Type")).isEqualTo("text/event-stream;charset=utf-8");
	}

	@Test
	void hasNothingInTheDataThatEndsALineForAnyClient() throws IOException {
		this.events.send(7, "text", Map.of("text", TEXT));
		String sent = this.response.getContentAsString(StandardCharsets.UTF_8);
		assertThat(sent).doesNotContain("\u0085", "\u2028", "\u2029", "\r", "\u000b", "\u001c")
			.startsWith("id: 7\nevent: text\ndata: {")
			.contains("\\u0085", "\\u2028", "\\u2029", "\u0436\ud83d\ude00");
		assertThat(sent.lines()).hasSize(4);
		JsonNode data = this.json.readTree(sent.lines().toList().get(2).substring("data: ".length()));
		assertThat(data.get("text").asString()).isEqualTo(TEXT);
	}

	@Test
	void escapesLineEndsInNamesOfMembersToo() throws IOException {
		this.events.send(Map.of("a\u2028b", 1));
		assertThat(this.response.getContentAsString(StandardCharsets.UTF_8)).isEqualTo("data: {\"a\\u2028b\":1}\n\n");
	}

}
