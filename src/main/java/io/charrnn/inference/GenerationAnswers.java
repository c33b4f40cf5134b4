package io.charrnn.inference;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;

import io.charrnn.inference.serving.InferenceSettings;
import io.charrnn.inference.serving.LoadedModel;
import io.charrnn.inference.serving.Request;
import io.charrnn.inference.serving.Requests;
import io.charrnn.model.EncodedText;
import io.charrnn.problem.Problems;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Answers with texts that a model writes, at once or as a stream. */
@Component
public class GenerationAnswers {

	private static final Consumer<String> NOBODY = (text) -> {
	};

	private final Requests requests;

	private final InferenceSettings settings;

	private final JsonMapper json;

	private final Problems problems;

	GenerationAnswers(Requests requests, InferenceSettings settings, JsonMapper json, Problems problems) {
		this.requests = requests;
		this.settings = settings;
		this.json = json;
		this.problems = problems;
	}

	/**
	 * Writes texts from the zero state on.
	 * @param model what writes
	 * @param request what to write
	 * @param headers of the request
	 * @param response of the request, to stream to
	 * @return the answer, or null if it was streamed
	 */
	@Nullable ResponseEntity<GenerationResponse> answer(LoadedModel model, GenerationRequest request, HttpHeaders headers,
			HttpServletResponse response) throws IOException {
		GenerationSettings generation = request.settings(this.settings, model.alphabet());
		EncodedText prompt = prompt(model, request);
		GenerationRun run = new GenerationRun(model, Beginning.of(model, prompt), prompt, generation);
		return request.streams(asksForEvents(headers)) ? stream(model, run, response, NOBODY)
				: collect(model, run, generation, NOBODY);
	}

	/**
	 * Writes one text from any state on.
	 * @param model what writes
	 * @param beginning what it goes on from, the request's prompt at its end
	 * @param request what to write, one text
	 * @param headers of the request
	 * @param response of the request, to stream to
	 * @param atEnd is given the text without its prompt, before the end is told
	 * @return the answer, or null if it was streamed
	 */
	public @Nullable ResponseEntity<GenerationResponse> answer(LoadedModel model, Beginning beginning,
			GenerationRequest request, HttpHeaders headers, HttpServletResponse response, Consumer<String> atEnd)
			throws IOException {
		GenerationSettings generation = request.settings(this.settings, model.alphabet());
		EncodedText prompt = prompt(model, request);
		GenerationRun run = new GenerationRun(model, beginning, prompt, generation);
		return request.streams(asksForEvents(headers)) ? stream(model, run, response, atEnd)
				: collect(model, run, generation, atEnd);
	}

	private ResponseEntity<GenerationResponse> collect(LoadedModel model, GenerationRun run,
			GenerationSettings generation, Consumer<String> atEnd) throws IOException {
		CollectedGenerations collected = new CollectedGenerations(model, generation);
		try (Request computed = this.requests.begin()) {
			run.run(new OverheardGenerations(collected, atEnd), computed, this.settings);
		}
		return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(collected.response());
	}

	private @Nullable ResponseEntity<GenerationResponse> stream(LoadedModel model, GenerationRun run,
			HttpServletResponse response, Consumer<String> atEnd) throws IOException {
		StreamedGenerations events = new StreamedGenerations(model, response, this.json, this.settings.heartbeat());
		try (Request computed = this.requests.begin()) {
			run.run(new OverheardGenerations(events, atEnd), computed, this.settings);
		}
		catch (RuntimeException ex) {
			if (!response.isCommitted() || ex instanceof UncheckedIOException) {
				throw ex;
			}
			events.send("error", this.problems.describe(ex, "a stream of " + model.reference()));
		}
		return null;
	}

	private static EncodedText prompt(LoadedModel model, GenerationRequest request) {
		return Texts.encode(request.promptOrEmpty(), model.alphabet(), request.unknownCharacters());
	}

	private static boolean asksForEvents(HttpHeaders headers) {
		List<MediaType> accepted = headers.getAccept();
		return accepted.stream().anyMatch((type) -> type.includes(MediaType.TEXT_EVENT_STREAM))
				&& accepted.stream().noneMatch((type) -> type.includes(MediaType.APPLICATION_JSON));
	}

}
