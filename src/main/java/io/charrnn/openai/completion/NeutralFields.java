package io.charrnn.openai.completion;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.charrnn.problem.MalformedException;
import io.charrnn.problem.Shown;
import io.charrnn.problem.UnprocessableException;
import tools.jackson.databind.JsonNode;

/**
 * Fields of OpenAI, vLLM and llama.cpp that change nothing here: those that mean nothing
 * to these models, and those that ask for something that is not served, with the values
 * that do not ask for it. Null never does.
 */
final class NeutralFields {

	private static final Map<String, Neutral> KNOWN = new TreeMap<>();

	static {
		Neutral flag = new Neutral(JsonNode::isBoolean, "true or false");
		Neutral text = new Neutral(JsonNode::isString, "a string");
		Neutral number = new Neutral(JsonNode::isNumber, "a number");
		Neutral absent = new Neutral((value) -> false, "null");
		Neutral no = new Neutral((value) -> value.isBoolean() && !value.booleanValue(), "false");
		Neutral none = new Neutral((value) -> value.isArray() && value.isEmpty(), "an empty array");
		Neutral zero = new Neutral((value) -> value.isNumber() && value.doubleValue() == 0, "0");
		Neutral one = new Neutral((value) -> value.isNumber() && value.doubleValue() == 1, "1");
		add(flag, "add_special_tokens", "cache_prompt", "ignore_eos", "skip_special_tokens",
				"spaces_between_special_tokens", "store");
		add(text, "cache_salt", "prompt_cache_key", "prompt_cache_retention", "request_id", "safety_identifier",
				"service_tier");
		add(number, "id_slot", "priority");
		add(new Neutral(JsonNode::isObject, "an object"), "metadata");
		add(no, "early_stopping", "return_token_ids", "return_tokens_as_token_ids", "use_beam_search");
		add(none, "bad_words", "logits_processors");
		add(zero, "dry_multiplier", "mirostat", "xtc_probability");
		add(one, "length_penalty", "tfs_z");
		add(absent, "allowed_token_ids", "grammar", "guided_grammar", "json_schema", "kv_transfer_params",
				"prompt_logprobs", "truncate_prompt_tokens");
	}

	private NeutralFields() {
	}

	private static void add(Neutral neutral, String... names) {
		Stream.of(names).forEach((name) -> KNOWN.put(name, neutral));
	}

	/**
	 * Checks fields that a request has beside those that are served.
	 * @throws MalformedException if there is no such field
	 * @throws UnprocessableException if its value would change something
	 */
	static void check(Map<String, JsonNode> fields) {
		fields.forEach((name, value) -> {
			Neutral neutral = KNOWN.get(name);
			if (neutral == null) {
				throw unknown(name);
			}
			if (!value.isNull() && !neutral.takes().test(value)) {
				throw new UnprocessableException("unsupported",
						"%s has no effect here and must be %s or left out, but is %s.".formatted(name, neutral.bound(),
								Shown.shortened(value.toString())))
					.with("field", name);
			}
		});
	}

	private static RuntimeException unknown(String name) {
		List<String> known = Stream.concat(served(), KNOWN.keySet().stream()).sorted().toList();
		return new MalformedException("unknown-field",
				"There is no field %s; known: %s.".formatted(Shown.shortened(name), String.join(", ", known)))
			.with("field", Shown.shortened(name))
			.with("knownFields", known);
	}

	private static Stream<String> served() {
		return Arrays.stream(CompletionRequest.class.getRecordComponents())
			.filter((component) -> !component.getAccessor().isAnnotationPresent(JsonAnySetter.class))
			.map(NeutralFields::name);
	}

	private static String name(RecordComponent component) {
		return Optional.ofNullable(component.getAccessor().getAnnotation(JsonProperty.class))
			.map(JsonProperty::value)
			.orElse(component.getName());
	}

	/**
	 * Values that a field may have.
	 *
	 * @param takes whether a value is one
	 * @param bound what they are, so that "FIELD must be BOUND" reads as a sentence
	 */
	private record Neutral(Predicate<JsonNode> takes, String bound) {
	}

}
