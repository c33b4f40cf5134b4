package io.charrnn.openai.completion;

import java.util.List;
import java.util.Map;

import io.charrnn.inference.generation.GenerationRequest;
import io.charrnn.inference.generation.TextModel;
import io.charrnn.problem.MalformedException;
import io.charrnn.problem.UnprocessableException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.stereotype.Component;

/**
 * Turns what OpenAI's clients ask for into this service's own request, as JSON: that is
 * the form in which it is stable.
 */
@Component
class GenerationRequests {

	/** Seeds are whole numbers below 2^53 here and any there. */
	private static final long SEED_MASK = (1L << 53) - 1;

	private final JsonMapper json;

	GenerationRequests(JsonMapper json) {
		this.json = json;
	}

	/**
	 * Translates a request.
	 * @param model that knows the characters
	 * @return the same without a prompt, for a prompt that is known as tokens
	 */
	GenerationRequest translate(CompletionRequest request, TextModel model) {
		ObjectNode fields = this.json.createObjectNode();
		fields.put("maxCharacters", request.maxTokensOrUsual());
		fields.put("temperature", request.temperature());
		fields.put("topP", request.topP());
		fields.put("minCharacters", request.minTokens());
		fields.put("topK", request.topKOrNone());
		fields.put("minP", request.minP());
		fields.put("typicalP", request.typicalP());
		fields.put("repetitionPenalty", request.repetitionPenalty());
		fields.put("presencePenalty", request.presencePenalty());
		fields.put("frequencyPenalty", request.frequencyPenalty());
		fields.put("penaltyWindow", request.penaltyWindow());
		fields.put("noRepeatNgramSize", request.noRepeatNgramSize());
		fields.put("seed", (request.seed() != null) ? request.seed() & SEED_MASK : null);
		fields.put("n", request.n());
		fields.put("bestOf", (request.writtenTexts() != request.texts()) ? request.bestOf() : null);
		fields.put("logProbabilities", request.logprobs());
		fields.put("includePrompt", request.echoes());
		fields.set("stop", stop(request.stop(), request.stopTokens(model)));
		fields.put("includeStop", request.includeStop());
		StructuredOutputs.add(request, fields);
		fields.set("characterBias", bias(request.logitBias(), model));
		return this.json.treeToValue(fields, GenerationRequest.class);
	}

	/** A token is a string of one character. */
	private JsonNode stop(@Nullable JsonNode stop, List<String> tokens) {
		ArrayNode strings = this.json.createArrayNode();
		if (stop != null && stop.isArray()) {
			strings.addAll((ArrayNode) stop);
		}
		else if (stop != null && !stop.isNull()) {
			strings.add(stop);
		}
		if (strings.valueStream().anyMatch((string) -> !string.isString())) {
			throw new MalformedException("wrong-type", "stop must be a string or an array of strings.").with("field",
					"stop");
		}
		tokens.forEach(strings::add);
		return strings;
	}

	private static int token(String field, String token, TextModel model) {
		if (!token.matches("[0-9]{1,9}")) {
			throw Tokens.notKnown(field, token, model);
		}
		return Tokens.requireKnown(field, Integer.parseInt(token), model);
	}

	private @Nullable JsonNode bias(@Nullable Map<String, @Nullable Double> byToken, TextModel model) {
		if (byToken == null) {
			return null;
		}
		ObjectNode byCharacter = this.json.createObjectNode();
		byToken.forEach((token, value) -> {
			String field = "logit_bias[\"%s\"]".formatted(token);
			if (value == null || !(Math.abs(value) <= 100)) {
				throw UnprocessableException.outOfBounds(field, String.valueOf(value), "from -100 to 100");
			}
			int index = token(field, token, model);
			byCharacter.put(Character.toString(model.alphabet().characterAt(index)), value);
		});
		return byCharacter;
	}

}
