package io.charrnn.ci;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.langchain4j.model.StreamingResponseHandler;
import dev.langchain4j.model.openai.OpenAiLanguageModel;
import dev.langchain4j.model.openai.OpenAiStreamingLanguageModel;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.Response;
import io.charrnn.testing.ServiceTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/** LangChain4j's language models, which speak OpenAI's completions. */
@ServiceTest
class LangChain4jIT {

	@LocalServerPort
	private int port;

	@BeforeEach
	void publish() throws Exception {
		TestModels.publish(this.port);
	}

	@Test
	void completes() {
		OpenAiLanguageModel model = OpenAiLanguageModel.builder()
			.baseUrl("http://127.0.0.1:%d/v1".formatted(this.port))
			.apiKey("none")
			.modelName("cyclic")
			.temperature(0.0)
			.build();
		Response<String> response = model.generate("ab");
		assertThat(response.content()).isEqualTo("cdefabcdefabcdef");
		assertThat(response.finishReason()).isEqualTo(FinishReason.LENGTH);
		assertThat(response.tokenUsage()).isNotNull()
			.satisfies((usage) -> assertThat(usage.outputTokenCount()).isEqualTo(16));
	}

	@Test
	void streams() throws Exception {
		OpenAiStreamingLanguageModel model = OpenAiStreamingLanguageModel.builder()
			.baseUrl("http://127.0.0.1:%d/v1".formatted(this.port))
			.apiKey("none")
			.modelName("cyclic")
			.build();
		StringBuilder parts = new StringBuilder();
		CompletableFuture<String> text = new CompletableFuture<>();
		model.generate("ab", new StreamingResponseHandler<String>() {

			@Override
			public void onNext(String part) {
				parts.append(part);
			}

			@Override
			public void onComplete(Response<String> response) {
				text.complete(response.content());
			}

			@Override
			public void onError(Throwable failure) {
				text.completeExceptionally(failure);
			}

		});
		assertThat(text.get(60, TimeUnit.SECONDS)).isEqualTo("cdefabcdefabcdef").isEqualTo(parts.toString());
	}

}
