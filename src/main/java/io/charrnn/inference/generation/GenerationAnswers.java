package io.charrnn.inference.generation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;

import io.charrnn.inference.Beginning;
import io.charrnn.inference.Texts;
import io.charrnn.inference.pattern.Patterns;
import io.charrnn.inference.serving.InferenceSettings;
import io.charrnn.inference.serving.LoadedModel;
import io.charrnn.inference.serving.MixedModels;
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

/** Responds with generated text, in one response or as a stream. */
@Component
public class GenerationAnswers {

	private final MixedModels models;

	private final Requests requests;

	private final Patterns patterns;

	private final InferenceSettings settings;

	private final JsonMapper json;

	private final Problems problems;

	GenerationAnswers(MixedModels models, Requests requests, Patterns patterns, InferenceSettings settings,
			JsonMapper json, Problems problems) {
		this.models = models;
		this.requests = requests;
		this.patterns = patterns;
		this.settings = settings;
		this.json = json;
		this.problems = problems;
	}

	/**
	 * Writes texts from the zero state on.
	 * @param response of the request, to stream to
	 * @return the answer, or null if it was streamed
	 */
	@Nullable ResponseEntity<GenerationResponse> answer(LoadedModel model, GenerationRequest request, HttpHeaders headers,
			HttpServletResponse response) throws IOException {
		return answer(model, (prompt) -> Beginning.of(model, prompt, request.label()), request, headers, response,
				null);
	}

	/**
	 * Writes one text from any state on.
	 * @param beginning what it continues from, given the request's prompt, which is at
	 * its end
	 * @param request what to write, one text
	 * @param response of the request, to stream to
	 * @param atEnd goes on behind the text before its end is told, or null
	 * @return the answer, or null if it was streamed
	 */
	public @Nullable ResponseEntity<GenerationResponse> answer(LoadedModel model,
			Function<EncodedText, Beginning> beginning, GenerationRequest request, HttpHeaders headers,
			HttpServletResponse response, @Nullable Written atEnd) throws IOException {
		GenerationSettings generation = request.settings(this.settings, model.alphabet());
		EncodedText prompt = Texts.encode(request.promptOrEmpty(), model.alphabet(), request.unknownCharacters());
		this.models.takeMemory(model, generation.lengths(prompt.length()));
		Function<GenerationOutput, GenerationRun> run = (output) -> new GenerationRun(model, beginning.apply(prompt),
				prompt, generation, this.patterns, output, atEnd);
		return request.streams(asksForEvents(headers)) ? stream(model, run, response) : collect(model, run, generation);
	}

	private ResponseEntity<GenerationResponse> collect(LoadedModel model, Function<GenerationOutput, GenerationRun> run,
			GenerationSettings generation) throws IOException {
		CollectedGenerations collected = new CollectedGenerations(model, generation, true);
		run(run.apply(collected));
		return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(collected.response());
	}

	private @Nullable ResponseEntity<GenerationResponse> stream(LoadedModel model,
			Function<GenerationOutput, GenerationRun> run, HttpServletResponse response) throws IOException {
		StreamedGenerations events = new StreamedGenerations(model, response, this.json, this.settings.heartbeat());
		try {
			run(run.apply(events));
		}
		catch (RuntimeException ex) {
			if (!response.isCommitted() || ex instanceof UncheckedIOException) {
				throw ex;
			}
			events.send(StreamedGenerations.ERROR, this.problems.describe(ex, "a stream of " + model.reference()));
		}
		return null;
	}

	private void run(GenerationRun run) throws IOException {
		try (Request computed = this.requests.begin()) {
			new GenerationRuns(List.of(run), computed, this.settings).run();
		}
	}

	private static boolean asksForEvents(HttpHeaders headers) {
		List<MediaType> accepted = headers.getAccept();
		return accepted.stream().anyMatch((type) -> type.includes(MediaType.TEXT_EVENT_STREAM))
				&& accepted.stream().noneMatch((type) -> type.includes(MediaType.APPLICATION_JSON));
	}

	/** Goes on behind a text that was written. */
	@FunctionalInterface
	public interface Written {

		/**
		 * Takes what is behind a text before its end is told.
		 * @param request that wrote it, to compute in
		 * @param after what to continue from
		 */
		void accept(Request request, int characters, Beginning after);

	}

}
