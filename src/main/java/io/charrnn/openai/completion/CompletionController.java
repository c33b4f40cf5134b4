package io.charrnn.openai.completion;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import io.charrnn.api.Ids;
import io.charrnn.api.ServerSentEvents;
import io.charrnn.api.StreamedEvents;
import io.charrnn.api.StreamedEvents.Event;
import io.charrnn.inference.generation.GenerationRequest;
import io.charrnn.inference.generation.GenerationResponse;
import io.charrnn.inference.generation.GenerationResponse.Generation;
import io.charrnn.inference.generation.TextModel;
import io.charrnn.inference.generation.TextModels;
import io.charrnn.model.EncodedText;
import io.charrnn.openai.completion.Completion.Choice;
import io.charrnn.openai.error.ErrorResponse;
import io.charrnn.openai.error.OpenAiErrors;
import io.charrnn.problem.Problems;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Completes texts. */
@RestController
@Tag(name = "OpenAI")
class CompletionController {

	private final TextModels models;

	private final GenerationRequests requests;

	private final JsonMapper json;

	private final Clock clock;

	private final Problems problems;

	private final OpenAiErrors errors;

	CompletionController(TextModels models, GenerationRequests requests, JsonMapper json, Clock clock,
			Problems problems, OpenAiErrors errors) {
		this.models = models;
		this.requests = requests;
		this.json = json;
		this.clock = clock;
		this.problems = problems;
		this.errors = errors;
	}

	@Operation(operationId = "openAiComplete", summary = "Complete texts",
			description = "Each of the prompts gets n texts; text j of prompt i has the index i x n + j. All texts "
					+ "together may have 16 times the maximum number of characters of one text and one prompt, "
					+ "and (1 + `logprobs`) x characters x texts of all prompts may be at most 200,000; with "
					+ "`echo` the prompts count. With `stream` they are sent as server-sent events while they "
					+ "are generated; the last one is `[DONE]`.")
	@ApiResponse(responseCode = "200", description = "The texts.", content = {
			@Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(implementation = Completion.class)),
			@Content(mediaType = ServerSentEvents.MEDIA_TYPE, examples = @ExampleObject("""
					data: {"id":"cmpl-1","object":"text_completion","created":1767225600,"model":"shakespeare:3",\
					"choices":[{"index":0,"text":"What light ","logprobs":null,"finish_reason":null}],\
					"system_fingerprint":"fp_0f3a5c7788d1e2b4"}

					data: [DONE]

					""")) })
	@StreamedEvents({ @Event(data = Completion.class), @Event(data = ErrorResponse.class), @Event })
	@PostMapping(path = "/v1/completions", consumes = MediaType.APPLICATION_JSON_VALUE)
	@Nullable ResponseEntity<Completion> complete(@RequestBody CompletionRequest request, HttpServletResponse response)
			throws IOException {
		request.requireSupported();
		TextModel model = this.models.find(request.requiredModel());
		GenerationRequest generation = this.requests.translate(request, model);
		List<EncodedText> prompts = Tokens.prompts(request.prompt(), model, request.skipsUnknown());
		CompletionFrame frame = new CompletionFrame(Ids.random("cmpl-"), this.clock.instant().getEpochSecond(),
				model.reference(), model.fingerprint());
		if (request.streams()) {
			stream(model, prompts, generation, new CompletionStream(frame, request, model, response, this.json),
					response);
			return null;
		}
		return ResponseEntity.ok()
			.contentType(MediaType.APPLICATION_JSON)
			.body(collect(model, prompts, generation, frame, request));
	}

	private static Completion collect(TextModel model, List<EncodedText> prompts, GenerationRequest generation,
			CompletionFrame frame, CompletionRequest request) throws IOException {
		List<Choice> choices = new ArrayList<>();
		long read = 0;
		long written = 0;
		List<GenerationResponse> answers = model.write(prompts, generation);
		for (int index = 0; index < answers.size(); index++) {
			GenerationResponse answer = answers.get(index);
			int offset = request.echoes() ? 0 : prompts.get(index).length();
			for (Generation text : answer.generations()) {
				choices.add(choice(choices.size(), text, offset, request.stopReason(text.stop(), model)));
			}
			read += answer.usage().promptCharacters();
			written += answer.usage().generatedCharacters();
		}
		return frame.with(choices, Completion.Usage.of(read, written));
	}

	private static Choice choice(int index, Generation text, int offset, @Nullable Object stopReason) {
		return new Choice(index, text.text(),
				(text.logProbabilities() != null) ? LogprobLists.of(text.logProbabilities(), offset) : null,
				CompletionFrame.name(text.finishReason()), stopReason);
	}

	private void stream(TextModel model, List<EncodedText> prompts, GenerationRequest generation,
			CompletionStream stream, HttpServletResponse response) throws IOException {
		try {
			model.write(prompts, generation, (index) -> stream.begin(index, prompts.get(index).length()));
			stream.end();
		}
		catch (RuntimeException ex) {
			if (!response.isCommitted() || ex instanceof UncheckedIOException) {
				throw ex;
			}
			stream.send(this.errors.describe(this.problems.describe(ex, "a stream of " + model.reference())));
		}
	}

}
