package io.charrnn.ci;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.MultipartField;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.completions.Completion;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FileObject;
import com.openai.models.files.FilePurpose;
import com.openai.models.finetuning.jobs.FineTuningJob;
import com.openai.models.finetuning.jobs.FineTuningJobEvent;
import com.openai.models.finetuning.jobs.JobCreateParams;
import com.openai.models.models.Model;
import io.charrnn.testing.ServiceTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** OpenAI's client for Java. */
@ServiceTest
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class JavaClientIT {

	@LocalServerPort
	private int port;

	private OpenAIClient client;

	@BeforeEach
	void connect() throws Exception {
		TestModels.publish(this.port);
		this.client = OpenAIOkHttpClient.builder()
			.baseUrl("http://127.0.0.1:%d/v1".formatted(this.port))
			.apiKey("none")
			.maxRetries(0)
			.build();
	}

	@Test
	void listsModels() {
		List<Model> models = this.client.models().list().autoPager().stream().toList();
		assertThat(models).allSatisfy(Model::validate).extracting(Model::id).contains("cyclic", "cyclic:1");
		assertThat(this.client.models().retrieve("various").validate().ownedBy()).isEqualTo("char-rnn-server");
	}

	@Test
	void completes() {
		Completion completion = this.client.completions()
			.create(CompletionCreateParams.builder().model("cyclic").prompt("ab").maxTokens(4).logprobs(1).build())
			.validate();
		assertThat(completion.choices()).singleElement().satisfies((choice) -> {
			assertThat(choice.text()).isEqualTo("cdef");
			assertThat(choice.finishReason().asString()).isEqualTo("length");
			assertThat(choice.logprobs().orElseThrow().tokens().orElseThrow()).containsExactly("c", "d", "e", "f");
		});
		assertThat(completion.usage().orElseThrow().totalTokens()).isEqualTo(6);
	}

	@Test
	void streamsWhatItCompletes() {
		CompletionCreateParams params = CompletionCreateParams.builder()
			.model("various")
			.prompt("a")
			.maxTokens(3000)
			.seed(5)
			.build();
		Completion completion = this.client.completions().create(params);
		StringBuilder text = new StringBuilder();
		long tokens = 0;
		ChatCompletionStreamOptions options = ChatCompletionStreamOptions.builder().includeUsage(true).build();
		try (StreamResponse<Completion> stream = this.client.completions()
			.createStreaming(params.toBuilder().streamOptions(options).build())) {
			for (Completion chunk : (Iterable<Completion>) stream.stream()::iterator) {
				chunk.choices().forEach((choice) -> text.append(choice.text()));
				tokens = chunk.usage().isPresent() ? chunk.usage().get().completionTokens() : tokens;
			}
		}
		assertThat(text).hasToString(completion.choices().get(0).text());
		assertThat(tokens).isEqualTo(3000);
	}

	@Test
	void leavesAStreamEarly() {
		CompletionCreateParams params = CompletionCreateParams.builder()
			.model("various")
			.prompt("a")
			.maxTokens(100_000)
			.build();
		try (StreamResponse<Completion> stream = this.client.completions().createStreaming(params)) {
			assertThat(stream.stream().findFirst()).isPresent();
		}
		completes();
	}

	@Test
	void doesWhatTheDocumentsShow(@TempDir Path folder) throws Exception {
		Path program = Files.writeString(folder.resolve("Example.java"), """
				import com.openai.client.OpenAIClient;
				import com.openai.client.okhttp.OpenAIOkHttpClient;
				import com.openai.models.completions.Completion;
				import com.openai.models.completions.CompletionCreateParams;

				class Example {

					public static void main(String[] arguments) {
						%s
					}

				}
				""".formatted(Examples.prepare("java", this.port)));
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), program.toString())
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(output).isZero();
		assertThat(output).matches("(?s)[EMOR:\\n]{200}\\R");
	}

	@Test
	void understandsErrors() {
		CompletionCreateParams params = CompletionCreateParams.builder().model("cyclic").prompt("axb").build();
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> this.client.completions().create(params))
			.satisfies((error) -> {
				assertThat(error.code()).contains("unknown_character");
				assertThat(error.param()).contains("prompt");
				assertThat(error.type()).contains("invalid_request_error");
			});
		assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> this.client.models().retrieve("absent"));
	}

	@Test
	void trainsFromFileToCompletion() {
		byte[] text = "To be, or not to be: that is the question. ".repeat(50).getBytes(StandardCharsets.UTF_8);
		FileObject file = this.client.files()
			.create(FileCreateParams.builder()
				.purpose(FilePurpose.FINE_TUNE)
				.file(MultipartField.<InputStream>builder()
					.value(new ByteArrayInputStream(text))
					.filename("be.txt")
					.build())
				.build())
			.validate();
		FineTuningJob created = this.client.fineTuning()
			.jobs()
			.create(JobCreateParams.builder()
				.model("tiny")
				.trainingFile(file.id())
				.suffix("javaBe")
				.hyperparameters(JobCreateParams.Hyperparameters.builder()
					.nEpochs(2)
					.putAdditionalProperty("layers", JsonValue.from(1))
					.putAdditionalProperty("hidden_size", JsonValue.from(8))
					.build())
				.build())
			.validate();
		FineTuningJob job = Awaitility.await()
			.atMost(Duration.ofMinutes(2))
			.until(() -> this.client.fineTuning().jobs().retrieve(created.id()),
					(read) -> read.status().equals(FineTuningJob.Status.SUCCEEDED));
		job.validate();
		try (Stream<FineTuningJobEvent> events = this.client.fineTuning()
			.jobs()
			.listEvents(job.id())
			.autoPager()
			.stream()) {
			assertThat(events.map(FineTuningJobEvent::validate).map(FineTuningJobEvent::message).toList())
				.anyMatch((message) -> message.contains("training loss="));
		}
		assertThat(this.client.fineTuning().jobs().checkpoints().list(job.id()).data()).isNotEmpty();
		assertThat(this.client.fineTuning().jobs().list().autoPager().stream().limit(30).map(FineTuningJob::id))
			.contains(job.id());
		Completion completion = this.client.completions()
			.create(CompletionCreateParams.builder()
				.model(job.fineTunedModel().orElseThrow())
				.prompt("To be")
				.maxTokens(7)
				.build());
		assertThat(completion.choices().get(0).text()).hasSize(7);
		assertThatExceptionOfType(OpenAIServiceException.class)
			.isThrownBy(() -> this.client.fineTuning().jobs().cancel(job.id()))
			.satisfies((error) -> assertThat(error.statusCode()).isEqualTo(409));
		assertThat(this.client.files().delete(file.id()).deleted()).isTrue();
	}

}
