package io.charrnn.openai;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.charrnn.content.ContentStore;
import io.charrnn.model.Cell;
import io.charrnn.registry.Models;
import io.charrnn.testing.Networks;
import io.charrnn.testing.ServiceTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

@ServiceTest
class CompletionTests {

	private static final String ALPHABET = "abcdé😀";

	@LocalServerPort
	private int port;

	@Autowired
	private Models models;

	@Autowired
	private ContentStore content;

	private OpenAiPaths openAi;

	@BeforeEach
	void publish() {
		this.openAi = new OpenAiPaths(this.port);
		PublishedModels published = new PublishedModels(this.models, this.content);
		if (this.openAi.get("/v1/models/cyclic").statusCode() == 404) {
			published.publish("cyclic", Networks.cycle(ALPHABET));
			published.publish("json", Networks.random(Cell.GRU, 1, 16, "[]123,true"));
			published.publish("various", Networks.random(Cell.GRU, 1, 16, ALPHABET));
		}
	}

	@Test
	void completesAText() {
		JsonNode completion = complete("cyclic", "\"prompt\": \"ab\", \"max_tokens\": 5, \"user\": \"me\"");
		assertThat(completion.propertyNames()).containsExactly("id", "object", "created", "model", "choices", "usage",
				"system_fingerprint");
		assertThat(completion.get("id").asString()).matches("cmpl-[0-9a-f]{32}");
		assertThat(completion.get("object").asString()).isEqualTo("text_completion");
		assertThat(completion.get("model").asString()).isEqualTo("cyclic:1");
		assertThat(completion.get("system_fingerprint").asString()).matches("fp_[0-9a-f]{16}");
		assertThat(completion.get("choices").toString()).isEqualTo("""
				[{"index":0,"text":"cdé😀a","logprobs":null,"finish_reason":"length"}]""");
		assertThat(completion.get("usage").toString())
			.isEqualTo("{\"prompt_tokens\":2,\"completion_tokens\":5,\"total_tokens\":7}");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '>', textBlock = """
			"a"              > bcd
			["a", "bc"]      > bcd dé😀
			[0]              > bcd
			[[0], [1, 2]]    > bcd dé😀
			["a", [1, 2]]    > bcd dé😀
			[[]]             > abc
			null             > abc""")
	void takesPromptsAsTextOrTokens(String prompt, String texts) {
		JsonNode completion = complete("cyclic", "\"prompt\": %s, \"max_tokens\": 3".formatted(prompt));
		assertThat(completion.get("choices").valueStream().map((choice) -> choice.get("text").asString()).toList())
			.containsExactly(texts.split(" "));
	}

	@Test
	void takesAsManyTokensAsCharacters() {
		String tokens = "0, 1, 2, 3, 4, 5, ".repeat(1000) + "0";
		JsonNode completion = complete("cyclic", "\"prompt\": [%s], \"max_tokens\": 2".formatted(tokens));
		assertThat(completion.at("/choices/0/text").asString()).isEqualTo("bc");
		assertThat(completion.at("/usage/prompt_tokens").asInt()).isEqualTo(6001);
	}

	@Test
	void numbersTextsAcrossPrompts() {
		JsonNode completion = complete("various",
				"\"prompt\": [\"a\", \"b\"], \"n\": 2, \"seed\": 3, \"max_tokens\": 20");
		assertThat(completion.get("choices").valueStream().map((choice) -> choice.get("index").asInt()).toList())
			.containsExactly(0, 1, 2, 3);
		assertThat(completion.at("/usage/prompt_tokens").asInt()).isEqualTo(2);
		assertThat(completion.at("/usage/completion_tokens").asInt()).isEqualTo(80);
		JsonNode second = complete("various", "\"prompt\": \"b\", \"n\": 2, \"seed\": 3, \"max_tokens\": 20");
		assertThat(second.at("/choices/1/text")).isEqualTo(completion.at("/choices/3/text"));
	}

	@Test
	void stopsBeforeAStopString() {
		JsonNode completion = complete("cyclic", "\"prompt\": \"a\", \"stop\": \"é😀\"");
		assertThat(completion.at("/choices/0/text").asString()).isEqualTo("bcd");
		assertThat(completion.at("/choices/0/finish_reason").asString()).isEqualTo("stop");
		assertThat(completion.at("/usage/completion_tokens").asInt()).isEqualTo(5);
		completion = complete("cyclic", "\"prompt\": \"a\", \"stop\": [\"x\", \"d\"]");
		assertThat(completion.at("/choices/0/text").asString()).isEqualTo("bc");
	}

	@Test
	void takesFieldsThatChangeNothingHere() {
		JsonNode completion = complete("cyclic", """
				"prompt": "ab", "max_completion_tokens": 5.0, "n": 1.0, "seed": 7.0, "top_k": -1, "min_tokens": 0.0,
				"ignore_eos": true, "skip_special_tokens": false, "spaces_between_special_tokens": true,
				"cache_prompt": true, "metadata": {"a": "b"}, "store": false, "service_tier": "auto",
				"stream_options": {"include_usage": true}, "use_beam_search": false, "length_penalty": 1.0,
				"early_stopping": false, "bad_words": [], "response_format": {"type": "text"}, "guided_json": null,
				"prompt_logprobs": null, "stop_token_ids": null, "logprobs": null, "suffix": null, "stop": null""");
		assertThat(completion.get("choices").toString()).isEqualTo("""
				[{"index":0,"text":"cdé😀a","logprobs":null,"finish_reason":"length"}]""");
		assertThat(complete("various", "\"prompt\": \"a\", \"seed\": 1, \"top_k\": 0").get("choices"))
			.isEqualTo(complete("various", "\"prompt\": \"a\", \"seed\": 1").get("choices"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '>', quoteCharacter = '`', textBlock = """
			"stop": "d"                                                         > bc         > "d"
			"stop": "d", "min_tokens": 2                                        > bc         > "d"
			"stop": "d", "min_tokens": 3                                        > bcdé😀abc  > "d"
			"stop": ["cd", "x"], "min_tokens": 2                                > bcdé😀ab   > "cd"
			"stop_token_ids": [3]                                               > bc         > 3
			"stop_token_ids": [5, 3.0], "min_tokens": 3                         > bcdé       > 5
			"stop": "d", "stop_token_ids": [3]                                  > bc         > "d"
			"stop": ["cd"], "include_stop_str_in_output": true                  > bcd        > "cd"
			"stop_token_ids": [3], "include_stop_str_in_output": true           > bcd        > 3
			"max_tokens": 2, "stop": "d", "include_stop_str_in_output": true    > bc         >""")
	void stopsAsVllmDoes(String fields, String text, @Nullable String reason) {
		JsonNode choice = complete("cyclic", "\"prompt\": \"a\", " + fields).at("/choices/0");
		assertThat(choice.get("text").asString()).isEqualTo(text);
		assertThat(choice.path("stop_reason").toString()).isEqualTo((reason != null) ? reason : "");
		List<JsonNode> events = OpenAiPaths.events(
				this.openAi.post("/v1/completions", body("cyclic", "\"prompt\": \"a\", \"stream\": true, " + fields)));
		assertThat(events.stream().map((event) -> event.at("/choices/0/text").asString()).collect(Collectors.joining()))
			.isEqualTo(text);
		assertThat(events.get(events.size() - 1).at("/choices/0/stop_reason").toString())
			.isEqualTo((reason != null) ? reason : "");
	}

	@Test
	void namesEachCharacterOfAStopStringThatBelongsToTheText() {
		JsonNode logprobs = complete("cyclic",
				"\"prompt\": \"a\", \"stop\": \"cd\", \"include_stop_str_in_output\": true, \"logprobs\": 0")
			.at("/choices/0/logprobs");
		assertThat(logprobs.get("tokens").toString()).isEqualTo("[\"b\",\"c\",\"d\"]");
		assertThat(logprobs.get("text_offset").toString()).isEqualTo("[1,2,3]");
	}

	@Test
	void saysInEachPartHowManyThereAreSoFar() {
		List<JsonNode> events = OpenAiPaths.events(this.openAi.post("/v1/completions",
				body("cyclic", "\"prompt\": \"ab\", \"max_tokens\": 300, \"stream\": true, \"echo\": true, "
						+ "\"stream_options\": {\"include_usage\": true, \"continuous_usage_stats\": true}")));
		assertThat(events).allSatisfy((event) -> assertThat(event.at("/usage/prompt_tokens").asInt()).isEqualTo(2));
		assertThat(events.get(events.size() - 2).at("/usage/completion_tokens").asInt()).isEqualTo(300);
		assertThat(events.get(events.size() - 1).at("/usage/completion_tokens").asInt()).isEqualTo(300);
	}

	@Test
	void biasesTokensByTheirIndex() {
		JsonNode completion = complete("various",
				"\"prompt\": \"a\", \"max_tokens\": 30, \"logit_bias\": {\"2\": 100, \"3\": -100}");
		assertThat(completion.at("/choices/0/text").asString()).isEqualTo("c".repeat(30));
	}

	@Test
	void givesTheSameTextForTheSameSeed() {
		String body = "\"prompt\": \"a\", \"max_tokens\": 50, \"seed\": -5, \"temperature\": 0.9, \"top_p\": 0.95, "
				+ "\"presence_penalty\": 0.5, \"frequency_penalty\": 0.1, \"top_k\": 5, \"min_p\": 0.01, "
				+ "\"repetition_penalty\": 1.1, \"typical_p\": 0.99, \"penalty_window\": 9, \"no_repeat_ngram_size\": 4";
		JsonNode text = complete("various", body).at("/choices/0/text");
		assertThat(complete("various", body).at("/choices/0/text")).isEqualTo(text);
		assertThat(complete("various", body.replace("-5", "6")).at("/choices/0/text")).isNotEqualTo(text);
	}

	/**
	 * The logit of a is raised before it is divided by 100, as the prompt has an a; that
	 * of c, which the prompt has not, is raised less and stays so.
	 */
	@Test
	void repetitionPenaltyLooksAtThePromptBehindTheBiasAsInVllm() {
		String fields = "\"prompt\": \"abdé😀\", \"max_tokens\": 1, \"temperature\": 0, "
				+ "\"logit_bias\": {\"0\": 50, \"2\": 20}";
		assertThat(complete("various", fields).at("/choices/0/text").asString()).isEqualTo("a");
		String penalised = fields + ", \"repetition_penalty\": 100";
		assertThat(complete("various", penalised).at("/choices/0/text").asString()).isEqualTo("c");
		assertThat(complete("various", penalised + ", \"penalty_window\": 2").at("/choices/0/text").asString())
			.isEqualTo("a");
	}

	@Test
	void hasNoNgramTwiceIfAsked() {
		String text = complete("cyclic",
				"\"prompt\": \"a\", \"max_tokens\": 30, \"seed\": 1, \"no_repeat_ngram_size\": 3")
			.at("/choices/0/text")
			.asString();
		Set<List<Integer>> seen = new HashSet<>();
		List<Integer> characters = text.codePoints().boxed().toList();
		for (int end = 3; end <= characters.size(); end++) {
			assertThat(seen.add(characters.subList(end - 3, end))).as(text).isTrue();
		}
		assertThat(seen).hasSize(28);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '>', textBlock = """
			"guided_choice": ["abc", "éa"]                                               > abc|éa
			"structured_outputs": {"choice": ["abc", "éa"], "regex": null}               > abc|éa
			"guided_regex": "[a-c]{3}é"                                                  > [a-c]{3}é
			"structured_outputs": {"regex": "[a-c]{3}é", "disable_any_whitespace": true} > [a-c]{3}é""")
	void writesWhatVllmsFieldsSay(String fields, String form) {
		assertThat(complete("various", "\"prompt\": \"a\", " + fields).at("/choices/0/text").asString()).matches(form);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"guided_json\": SCHEMA", "\"guided_json\": \"{\\\"enum\\\": [12, [3, true]]}\"",
			"\"structured_outputs\": {\"json\": SCHEMA}",
			"\"response_format\": {\"type\": \"json_schema\", \"json_schema\": {\"name\": \"x\", \"strict\": true, \"schema\": SCHEMA}}" })
	void writesWhatASchemaSays(String fields) {
		String body = "\"max_tokens\": 20, " + fields.replace("SCHEMA", "{\"enum\": [12, [3, true]]}");
		JsonNode choice = complete("json", body).at("/choices/0");
		assertThat(choice.get("text").asString()).isIn("12", "[3,true]");
		assertThat(choice.get("finish_reason").asString()).isEqualTo("stop");
	}

	@Test
	void returnsTheMostProbableOfMany() {
		JsonNode best = complete("various",
				"\"prompt\": \"a\", \"n\": 1, \"best_of\": 8, \"seed\": 1, \"logprobs\": 0");
		JsonNode all = complete("various", "\"prompt\": \"a\", \"n\": 8, \"seed\": 1, \"logprobs\": 0");
		assertThat(best.get("choices")).hasSize(1);
		assertThat(best.at("/usage/completion_tokens").asInt()).isEqualTo(8 * 16);
		double highest = all.get("choices").valueStream().mapToDouble(CompletionTests::sum).max().orElseThrow();
		assertThat(sum(best.at("/choices/0"))).isEqualTo(highest);
	}

	@Test
	void scoresAPromptThatItEchoes() {
		String prompt = "abé😀dca";
		JsonNode logprobs = complete("various",
				"\"prompt\": \"%s\", \"max_tokens\": 0, \"echo\": true, \"logprobs\": 2".formatted(prompt))
			.at("/choices/0/logprobs");
		assertThat(logprobs.propertyNames()).containsExactly("tokens", "token_logprobs", "top_logprobs", "text_offset");
		assertThat(logprobs.get("tokens").valueStream().map(JsonNode::asString)).containsExactly("a", "b", "é", "😀",
				"d", "c", "a");
		assertThat(logprobs.get("text_offset").valueStream().map(JsonNode::asInt)).containsExactly(0, 1, 2, 3, 4, 5, 6);
		assertThat(logprobs.at("/token_logprobs/0").isNull()).isTrue();
		assertThat(logprobs.at("/top_logprobs/0").isNull()).isTrue();
		JsonNode surprisals = scores(prompt);
		for (int position = 1; position < logprobs.get("tokens").size(); position++) {
			assertThat(logprobs.get("token_logprobs").get(position).asDouble())
				.isCloseTo(-surprisals.get(position).get("surprisal").asDouble(), within(1e-6));
			assertThat(logprobs.get("top_logprobs").get(position).size()).isBetween(2, 3);
		}
	}

	@Test
	void tellsTheMostProbableTokenFirst() {
		JsonNode logprobs = complete("various",
				"\"prompt\": \"a\", \"max_tokens\": 40, \"temperature\": 0, \"echo\": true, \"logprobs\": 1")
			.at("/choices/0/logprobs");
		for (int position = 1; position <= 40; position++) {
			JsonNode top = logprobs.get("top_logprobs").get(position);
			assertThat(top.propertyNames()).containsExactly(logprobs.get("tokens").get(position).asString());
		}
	}

	@Test
	void makesATokenEqualToItsBestAlternativeOnlyWhereItIsTheMostProbable() {
		JsonNode choice = complete("various",
				"\"prompt\": \"a\", \"max_tokens\": 60, \"temperature\": 1.5, \"seed\": 1, \"echo\": true, \"logprobs\": 1")
			.at("/choices/0");
		JsonNode logprobs = choice.get("logprobs");
		int[] codePoints = choice.get("text").asString().codePoints().toArray();
		Set<Boolean> seen = new HashSet<>();
		for (int position = 1; position <= 60; position++) {
			String token = logprobs.get("tokens").get(position).asString();
			String best = mostProbableAfter(new String(codePoints, 0, position));
			JsonNode top = logprobs.get("top_logprobs").get(position);
			assertThat(top.propertyNames()).containsExactlyElementsOf(new LinkedHashSet<>(List.of(best, token)));
			assertThat(logprobs.get("token_logprobs").get(position)).isEqualTo(top.get(token));
			assertThat(top.get(token).asDouble() == top.get(best).asDouble()).isEqualTo(token.equals(best));
			seen.add(token.equals(best));
		}
		assertThat(seen).containsExactlyInAnyOrder(true, false);
	}

	@Test
	void tellsWhereTokensOfTheTextStand() {
		JsonNode logprobs = complete("cyclic", "\"prompt\": \"abc\", \"max_tokens\": 2, \"logprobs\": 0")
			.at("/choices/0/logprobs");
		assertThat(logprobs.get("text_offset").toString()).isEqualTo("[3,4]");
		assertThat(logprobs.get("tokens").toString()).isEqualTo("[\"d\",\"é\"]");
		assertThat(logprobs.at("/top_logprobs/0").propertyNames()).containsExactly("d");
	}

	@Test
	void streamsTheSameText() {
		String fields = "\"prompt\": [\"a\", \"bc\"], \"n\": 2, \"max_tokens\": 3000, \"seed\": 4, \"echo\": true";
		JsonNode completion = complete("various", fields);
		List<JsonNode> chunks = OpenAiPaths.events(this.openAi.post("/v1/completions",
				body("various", fields + ", \"stream\": true, \"stream_options\": {\"include_usage\": true}")));
		JsonNode last = chunks.get(chunks.size() - 1);
		assertThat(last.get("choices")).isEmpty();
		assertThat(last.get("usage")).isEqualTo(completion.get("usage"));
		String[] texts = { "", "", "", "" };
		String[] reasons = { "", "", "", "" };
		for (JsonNode chunk : chunks.subList(0, chunks.size() - 1)) {
			assertThat(chunk.propertyNames()).containsExactly("id", "object", "created", "model", "choices", "usage",
					"system_fingerprint");
			assertThat(chunk.get("usage").isNull()).isTrue();
			assertThat(chunk.get("id")).isEqualTo(last.get("id"));
			JsonNode choice = chunk.at("/choices/0");
			texts[choice.get("index").asInt()] += choice.get("text").asString();
			reasons[choice.get("index").asInt()] += choice.get("finish_reason").asString("");
		}
		for (int index = 0; index < texts.length; index++) {
			assertThat(texts[index]).isEqualTo(completion.at("/choices/%d/text".formatted(index)).asString());
			assertThat(reasons[index]).isEqualTo("length");
		}
	}

	@Test
	void streamsNothingOfAStopString() {
		List<JsonNode> chunks = OpenAiPaths.events(this.openAi.post("/v1/completions", body("cyclic",
				"\"prompt\": \"a\", \"max_tokens\": 500, \"stop\": [\"xa\", \"é😀\"], \"stream\": true")));
		String text = "";
		List<String> reasons = new ArrayList<>();
		for (JsonNode chunk : chunks) {
			text += chunk.at("/choices/0/text").asString();
			reasons.add(chunk.at("/choices/0/finish_reason").asString(""));
		}
		assertThat(text).isEqualTo("bcd");
		assertThat(reasons).endsWith("stop").filteredOn((reason) -> !reason.isEmpty()).hasSize(1);
	}

	@Test
	void streamsProbabilitiesOfEachCharacter() {
		List<JsonNode> chunks = OpenAiPaths.events(this.openAi.post("/v1/completions",
				body("cyclic", "\"prompt\": \"ab\", \"max_tokens\": 500, \"logprobs\": 1, \"stream\": true")));
		int next = 2;
		for (JsonNode chunk : chunks.subList(0, chunks.size() - 1)) {
			assertThat(chunk.has("usage")).isFalse();
			for (JsonNode offset : chunk.at("/choices/0/logprobs/text_offset")) {
				assertThat(offset.asInt()).isEqualTo(next++);
			}
		}
		assertThat(next).isEqualTo(502);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '>',
			textBlock = """
					"prompt": "axb"                          > prompt          > unknown_character > U+0078 LATIN SMALL LETTER X at position 1
					"prompt": 3                              > prompt          > wrong_type        > must be a string, an array
					"prompt": []                             > prompt          > out_of_bounds     > an array of 1 to 2,048 prompts
					"prompt": ["a", 3]                       > prompt[1]       > wrong_type        > must be a string, an array
					"prompt": [0, 6]                         > prompt[1]       > out_of_bounds     > from 0 to 5
					"prompt": [[0], [-1]]                    > prompt[1][0]    > out_of_bounds     > from 0 to 5
					"prompt": [[0.5]]                        > prompt[0][0]    > wrong_type        > whole number
					"max_tokens": 0                          > max_tokens      > out_of_bounds     > at least 1 without echo
					"max_tokens": -1                         > max_tokens      > out_of_bounds     > max_tokens must be from 1 to 100000, but is -1
					"max_tokens": "1"                        > max_tokens      > wrong_type        > max_tokens must be a whole number
					"suffix": "x"                            > suffix          > unsupported       > suffix is not supported
					"temperature": -1                        > temperature     > out_of_bounds     > temperature must be 0, or from
					"top_p": 0                               > top_p           > out_of_bounds     > top_p must be more than 0
					"n": 17                                  > n               > out_of_bounds     > n must be from 1 to 16
					"n": 3, "best_of": 2                     > best_of         > out_of_bounds     > best_of must be from 3 to 16
					"best_of": 3, "stream": true             > best_of         > out_of_bounds     > in a stream
					"top_k": -2                              > top_k           > out_of_bounds     > top_k must be at least 1, or 0 or -1
					"max_tokens": 20.5                       > max_tokens      > wrong_type        > max_tokens must be a whole number, but is 20.5
					"max_tokens": 1e999999999                > max_tokens      > wrong_type        > max_tokens must be a whole number
					"max_tokens": 5, "max_completion_tokens": 6 > max_completion_tokens > out_of_bounds > equal to max_tokens
					"min_tokens": 17                         > min_tokens      > out_of_bounds     > min_tokens must be from 0 to 16, but is 17
					"min_tokens": -1                         > min_tokens      > out_of_bounds     > min_tokens must be from 0 to 16, but is -1
					"stop_token_ids": [6]                    > stop_token_ids[0] > out_of_bounds   > from 0 to 5
					"stop_token_ids": 0                      > stop_token_ids  > wrong_type        > must be an array
					"use_beam_search": true                  > use_beam_search > unsupported       > must be false or left out, but is true
					"guided_json": {}                        > json_schema     > invalid_json_schema > has none of type
					"guided_json": {"type": "number", "minimum": 1e999} > json_schema > invalid_json_schema > at most 40 digits
					"guided_json": "{\\"const\\": 1e999}"    > json_schema     > json_schema_cannot_match > it lacks at least U+002B PLUS SIGN, U+0031 DIGIT ONE, U+0039 DIGIT NINE, U+0045
					"response_format": {"type": "json_schema", "json_schema": {"schema": {"type": "integer", "maximum": -1e999}}} > json_schema > invalid_json_schema > at most 40 digits
					"guided_json": "{"                       > guided_json     > malformed_json    > is not valid JSON at line 1, column 2
					"guided_regex": "a(", "max_tokens": 5     > regex           > invalid_pattern   > regex cannot be parsed at position
					"guided_choice": ["a", ""]               > choice[1]       > out_of_bounds     > choice[1] must have from 1 to 200
					"guided_choice": "a"                     > guided_choice   > wrong_type        > an array of strings
					"guided_choice": ["a"], "guided_regex": "a" > guided_choice > invalid_value     > guided_regex and guided_choice both determine
					"structured_outputs": {}                 > structured_outputs > invalid_value   > one of json, regex and choice
					"structured_outputs": {"grammar": "x"}   > structured_outputs.grammar > unsupported > json, regex and choice are
					"response_format": {"type": "json_schema"} > response_format.json_schema > wrong_type > must be an object
					"response_format": {"type": "xml"}       > response_format.type > unsupported   > must be text or json_schema
					"response_format": {"type": "json_object"} > response_format.type > unsupported > use json_schema
					"ignore_eos": "yes"                      > ignore_eos      > unsupported       > must be true or false
					"logitBias": {}                          > logitBias       > unknown_field     > There is no field logitBias; known: add_special_tokens
					"logprobs": 21                           > logprobs        > out_of_bounds     > logprobs must be from 0 to 20
					"prompt": ["", ""], "logprobs": 20, "max_tokens": 5000 > logprobs > out_of_bounds > logprobs must be so small
					"prompt": ["", "", "", ""], "n": 10, "max_tokens": 90000 > max_tokens > out_of_bounds > max_tokens must be so small that all texts of all prompts have at most 3,200,000 characters
					"presence_penalty": 3                    > presence_penalty > out_of_bounds    > presence_penalty must be from -2
					"logit_bias": {"6": 1}                   > logit_bias["6"] > out_of_bounds     > from 0 to 5
					"logit_bias": {"x": 1}                   > logit_bias["x"] > out_of_bounds     > from 0 to 5, but is "x"
					"logit_bias": {"1": 101}                 > logit_bias["1"] > out_of_bounds     > from -100 to 100
					"stop": 1                                > stop            > wrong_type        > a string or an array of strings
					"stop": [""]                             > stop[0]         > out_of_bounds     > from 1 to 256
					"messages": []                           > messages        > unknown_field     > There is no field messages""")
	void refusesWhatCannotBeCompleted(String fields, String param, String code, String message) {
		JsonNode error = OpenAiPaths.error(this.openAi.post("/v1/completions", body("cyclic", fields)), 400);
		assertThat(error.get("param").asString()).isEqualTo(param);
		assertThat(error.get("code").asString()).isEqualTo(code);
		assertThat(error.get("message").asString()).contains(message);
	}

	@Test
	void refusesWhatNamesNoModel() {
		JsonNode error = OpenAiPaths.error(this.openAi.post("/v1/completions", "{\"prompt\": \"a\"}"), 400);
		assertThat(error.get("param").asString()).isEqualTo("model");
		error = OpenAiPaths.error(this.openAi.post("/v1/completions", body("absent", "\"stream\": true")), 404);
		assertThat(error.get("code").asString()).isEqualTo("model_not_found");
	}

	@Test
	void skipsUnknownCharactersOnlyIfAsked() {
		JsonNode completion = complete("cyclic",
				"\"prompt\": \"axb\", \"unknown_characters\": \"skip\", \"max_tokens\": 1, \"echo\": true");
		assertThat(completion.at("/choices/0/text").asString()).isEqualTo("abc");
	}

	@Test
	void turnsTextIntoTokensAndBack() {
		JsonNode tokens = OpenAiPaths.ok(this.openAi.post("/tokenize", """
				{"model": "cyclic", "prompt": "a😀é", "add_special_tokens": false, "return_token_strs": true}"""));
		assertThat(tokens.toString()).isEqualTo("""
				{"count":3,"max_model_len":100000,"tokens":[0,5,4],"token_strs":["a","😀","é"]}""");
		JsonNode text = OpenAiPaths.ok(this.openAi.post("/detokenize", """
				{"model": "cyclic", "tokens": [0, 5, 4]}"""));
		assertThat(text.toString()).isEqualTo("{\"prompt\":\"a😀é\"}");
		JsonNode error = OpenAiPaths.error(this.openAi.post("/detokenize", "{\"model\": \"cyclic\", \"tokens\": [9]}"),
				400);
		assertThat(error.get("param").asString()).isEqualTo("tokens[0]");
		error = OpenAiPaths.error(this.openAi.post("/tokenize", "{\"model\": \"cyclic\"}"), 400);
		assertThat(error.get("param").asString()).isEqualTo("prompt");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '>', textBlock = """
			/v1/completions > prompt > "prompt": "%s"            > x
			/v1/completions > prompt[1] > "prompt": ["a", "%s"]  > x
			/v1/completions > prompt > "prompt": [%s 0]          > 9,
			/tokenize       > prompt > "prompt": "%s"            > x
			/detokenize     > tokens > "tokens": [%s 0]          > 9,""")
	void refusesLongPromptsBeforeTheyAreRead(String path, String field, String fields, String unknown) {
		JsonNode error = OpenAiPaths
			.error(this.openAi.post(path, body("cyclic", fields.formatted(unknown.repeat(100_001)))), 400);
		assertThat(error.get("param").asString()).isEqualTo(field);
		assertThat(error.get("message").asString()).contains(field + " must have at most 100,000 characters");
	}

	@Test
	void asksForTheModelWhereThereAreSeveral() {
		JsonNode error = OpenAiPaths.error(this.openAi.post("/tokenize", "{\"prompt\": \"a\"}"), 400);
		assertThat(error.get("param").asString()).isEqualTo("model");
	}

	@Test
	void saysThatItIsHealthy() {
		HttpResponse<String> health = this.openAi.get("/health");
		assertThat(health.statusCode()).isEqualTo(200);
		assertThat(health.body()).isEmpty();
	}

	private JsonNode complete(String model, String fields) {
		return OpenAiPaths.ok(this.openAi.post("/v1/completions", body(model, fields)));
	}

	private String mostProbableAfter(String text) {
		HttpResponse<String> response = this.openAi.post("/api/v1/models/various/predictions",
				"{\"text\": \"%s\", \"top\": 1}".formatted(text));
		return new JsonMapper().readTree(response.body()).at("/predictions/0/characters/0/character").asString();
	}

	private JsonNode scores(String text) {
		HttpResponse<String> response = this.openAi.post("/api/v1/models/various/scores",
				"{\"text\": \"%s\"}".formatted(text));
		return new JsonMapper().readTree(response.body()).at("/scores/0/characters");
	}

	private static String body(String model, String fields) {
		return "{\"model\": \"%s\", %s}".formatted(model, fields);
	}

	private static double sum(JsonNode choice) {
		return choice.at("/logprobs/token_logprobs").valueStream().mapToDouble(JsonNode::asDouble).sum();
	}

}
