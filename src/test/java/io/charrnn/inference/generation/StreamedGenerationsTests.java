package io.charrnn.inference.generation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import io.charrnn.inference.serving.LoadedModel;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.step.Stepper;
import io.charrnn.testing.Networks;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

class StreamedGenerationsTests {

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	@Test
	void sendsEachPartAtOnceAsOneEvent() throws IOException {
		StreamedGenerations events = events(Duration.ofHours(1));
		assertThat(this.response.isCommitted()).isFalse();
		events.text(2, new GeneratedPart("é\n\r😀\"", List.of()));
		assertThat(this.response.isCommitted()).isTrue();
		assertThat(this.response.getContentAsString(StandardCharsets.UTF_8)).isEqualTo("""
				event: text
				data: {"index":2,"text":"é\\n\\r😀\\""}

				""");
		assertThat(this.response.getContentType()).isEqualTo("text/event-stream;charset=utf-8");
	}

	@Test
	void sendsCommentsWhenThereIsNothingElseForLong() throws IOException {
		events(Duration.ofHours(1)).idle();
		assertThat(this.response.isCommitted()).isFalse();
		events(Duration.ofNanos(1)).idle();
		assertThat(this.response.getContentAsString(StandardCharsets.UTF_8)).isEqualTo(": still here\n\n");
	}

	private StreamedGenerations events(Duration heartbeat) {
		LanguageModel network = Networks.cycle("ab");
		LoadedModel model = new LoadedModel("m:1", network.alphabet(), new Stepper(network), "0");
		return new StreamedGenerations(model, this.response, new JsonMapper(), heartbeat);
	}

}
