package io.charrnn.inference.generation;

import java.io.IOException;

import io.charrnn.api.ServerSentEvents;
import io.charrnn.inference.serving.MixedModels;
import io.charrnn.registry.AnyModel;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Writes texts. */
@RestController
@Tag(name = "Inference")
class GenerationController {

	private final MixedModels models;

	private final GenerationAnswers answers;

	GenerationController(MixedModels models, GenerationAnswers answers) {
		this.models = models;
		this.answers = answers;
	}

	@Operation(operationId = "generate", summary = "Generate text",
			description = "Reads a prompt and generates text, character by character. With `stream`, or an Accept "
					+ "header that allows text/event-stream but not application/json, the text is sent as "
					+ "server-sent events while it is generated, with several texts interleaved: with choices "
					+ "first `choices` {choices}, then `text` {index, text}, for each text one `done` {index, "
					+ "finishReason, seed}, and at the end one `usage`; `error` with a problem if something "
					+ "fails after the first event. Stop strings are never sent, not even in part. The prompt "
					+ "is read in Unicode normalization form C, or in another form if only that consists of "
					+ "characters the model knows; the same applies to stop strings, the pattern, choices and "
					+ "characterBias. A schema is not normalized.")
	@ApiResponse(responseCode = "200", description = "The texts.",
			content = {
					@Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
							schema = @Schema(implementation = GenerationResponse.class)),
					@Content(mediaType = ServerSentEvents.MEDIA_TYPE, examples = @ExampleObject("""
							event: text
							data: {"index":0,"text":"What light "}

							event: text
							data: {"index":0,"text":"through yonder window breaks?"}

							event: done
							data: {"index":0,"finishReason":"stop","seed":1}

							event: usage
							data: {"promptCharacters":7,"generatedCharacters":41,"timings":{"promptSeconds":0.0002,\
							"generationSeconds":0.003},"model":"shakespeare:3","mixture":false,\
							"fingerprint":"0f3a5c7788d1e2b4"}

							""")) })
	@GenerationEvents
	@PostMapping(path = "/api/v1/models/{reference}/generations", consumes = MediaType.APPLICATION_JSON_VALUE,
			produces = { MediaType.APPLICATION_JSON_VALUE, ServerSentEvents.MEDIA_TYPE })
	@Nullable ResponseEntity<GenerationResponse> generate(@AnyModel @PathVariable String reference,
			@RequestBody GenerationRequest request, @RequestHeader HttpHeaders headers, HttpServletResponse response)
			throws IOException {
		return this.answers.answer(this.models.get(reference, request.mixture()), request, headers, response);
	}

}
