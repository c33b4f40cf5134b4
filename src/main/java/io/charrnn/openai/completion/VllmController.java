package io.charrnn.openai.completion;

import java.util.List;
import java.util.stream.IntStream;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.charrnn.api.Page;
import io.charrnn.inference.generation.TextModel;
import io.charrnn.inference.generation.TextModels;
import io.charrnn.model.Alphabet;
import io.charrnn.model.EncodedText;
import io.charrnn.problem.MalformedException;
import io.charrnn.registry.ModelVersion;
import io.charrnn.registry.Models;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** What vLLM's server has beyond OpenAI's API: tokens, and whether it is ready. */
@RestController
@Tag(name = "OpenAI")
class VllmController {

	private static final int SEVERAL = 100;

	private final TextModels models;

	private final Models published;

	private final ApplicationAvailability availability;

	VllmController(TextModels models, Models published, ApplicationAvailability availability) {
		this.models = models;
		this.published = published;
		this.availability = availability;
	}

	@Operation(operationId = "tokenize", summary = "Tokenize a text",
			description = "A token is a character's index in the model's alphabet. The prompt may be as long as for "
					+ "completions: `max_model_len` characters.")
	@PostMapping(path = "/tokenize", consumes = MediaType.APPLICATION_JSON_VALUE)
	Tokenized tokenize(@RequestBody TokenizeRequest request) {
		TextModel model = model(request.model());
		EncodedText text = model.encode("prompt", MalformedException.required("prompt", request.prompt()), false);
		List<Integer> tokens = IntStream.range(0, text.length()).mapToObj(text::at).toList();
		return new Tokenized(tokens.size(), model.maxPromptCharacters(), tokens,
				Boolean.TRUE.equals(request.returnTokenStrings()) ? strings(tokens, model.alphabet()) : null);
	}

	@Operation(operationId = "detokenize", summary = "Turn tokens into text",
			description = "Accepts as many tokens as a prompt may have.")
	@PostMapping(path = "/detokenize", consumes = MediaType.APPLICATION_JSON_VALUE)
	Detokenized detokenize(@RequestBody DetokenizeRequest request) {
		TextModel model = model(request.model());
		JsonNode tokens = MalformedException.required("tokens", request.tokens());
		if (!tokens.isArray()) {
			throw new MalformedException("wrong-type", "tokens must be an array.").with("field", "tokens");
		}
		return new Detokenized(model.alphabet().decode(Tokens.tokens("tokens", tokens, model)));
	}

	@Operation(operationId = "health", summary = "Check whether the service accepts requests",
			description = "200 without a body if so, else 503. /actuator/health/readiness has details.")
	@GetMapping("/health")
	ResponseEntity<Void> health() {
		boolean ready = this.availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC;
		return ResponseEntity.status(ready ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE).build();
	}

	private static List<String> strings(List<Integer> tokens, Alphabet alphabet) {
		return tokens.stream().map(alphabet::textAt).toList();
	}

	private TextModel model(@Nullable String reference) {
		return this.models.find((reference != null) ? reference : onlyName());
	}

	/** Clients of a server with one model need not name it. */
	private String onlyName() {
		Page<ModelVersion> newest = this.published.list(null, SEVERAL, null);
		List<String> names = newest.items().stream().map(ModelVersion::name).distinct().toList();
		if (names.size() != 1 || newest.next() != null) {
			throw new MalformedException("missing-field", "model must be given unless there is exactly one.")
				.with("field", "model");
		}
		return names.get(0);
	}

	/**
	 * What to turn into tokens.
	 *
	 * @param model that knows the characters; need not be given where there is but one
	 * @param prompt a text
	 * @param addSpecialTokens not used: there are none
	 * @param returnTokenStrings whether to return the characters, too
	 */
	record TokenizeRequest(@Schema(example = "shakespeare") @Nullable String model,
			@Schema(example = "To be") @Nullable String prompt,
			@JsonProperty("add_special_tokens") @Nullable Boolean addSpecialTokens,
			@JsonProperty("return_token_strs") @Nullable Boolean returnTokenStrings) {
	}

	/**
	 * A text as tokens.
	 *
	 * @param maxModelLength the most tokens of a prompt
	 * @param tokens the indices
	 * @param tokenStrings the characters, or null
	 */
	record Tokenized(int count, @JsonProperty("max_model_len") int maxModelLength, List<Integer> tokens,
			@JsonProperty("token_strs") @Nullable List<String> tokenStrings) {
	}

	/**
	 * What to turn into a text.
	 *
	 * @param model that knows the characters; need not be given where there is but one
	 * @param tokens the indices
	 */
	record DetokenizeRequest(@Schema(example = "shakespeare") @Nullable String model,
			@Schema(implementation = Integer[].class, example = "[31, 53]") @Nullable JsonNode tokens) {
	}

	/** Tokens as a text. */
	record Detokenized(@Schema(example = "To") String prompt) {
	}

}
