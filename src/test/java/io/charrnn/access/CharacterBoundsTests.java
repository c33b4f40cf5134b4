package io.charrnn.access;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

import io.charrnn.testing.KeyedServiceTest;
import io.charrnn.testing.Networks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/** What models read and write is bounded, and not only the number of requests. */
@KeyedServiceTest
class CharacterBoundsTests {

	private static final String ADMIN = KeyedServiceTest.ADMIN;

	private final HttpClient http = HttpClient.newHttpClient();

	@LocalServerPort
	private int port;

	@Autowired
	private JsonMapper json;

	@Test
	void aKeyThatHasHadItsCharactersWaits() throws Exception {
		String key = key("minute", ", \"charactersPerMinute\": 60");
		HttpResponse<String> first = post("/api/v1/models/cycle/predictions", key,
				"{\"text\": \"%s\"}".formatted("abc".repeat(40)));
		assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
		assertThat(first.headers().firstValue("RateLimit-Policy"))
			.hasValue("\"requests\";q=100000;w=60, \"characters\";q=60;w=60");
		assertThat(first.headers().firstValue("RateLimit").orElseThrow()).contains(", \"characters\";r=60;t=0");
		HttpResponse<String> second = post("/api/v1/models/cycle/predictions", key, "{\"text\": \"a\"}");
		JsonNode problem = read(second, 429);
		assertThat(problem.get("type").asString()).endsWith(":rate-limited");
		assertThat(problem.get("detail").asString()).contains("60 characters per minute");
		assertThat(Long.parseLong(second.headers().firstValue("Retry-After").orElseThrow())).isBetween(50L, 62L);
		JsonNode error = read(post("/v1/completions", key, "{\"model\": \"cycle\", \"prompt\": \"a\"}"), 429)
			.get("error");
		assertThat(error.get("code").asString()).isEqualTo("rate_limited");
		assertThat(get("/api/v1/models", key).statusCode()).isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			predictions   | {"text": "abca"}                                                  | 4
			predictions   | {"texts": ["abca", "ab"]}                                         | 6
			generations   | {"prompt": "abc", "maxCharacters": 10, "n": 2}                    | 21
			generations   | {"prompt": "abc", "maxCharacters": 10, "stream": true}            | 12
			scores        | {"texts": ["abcabc", "abc"], "characters": false}                 | 7
			units         | {"text": "abcabc"}                                                | 6
			activations   | {"text": "abcabc"}                                                | 6
			sessions      | {"text": "abcab"}                                                 | 5""")
	void countsWhatModelsReadAndWrite(String what, String body, long characters) throws Exception {
		String key = key("counts", "");
		long before = today("counts");
		HttpResponse<String> answer = post("/api/v1/models/cycle:1/" + what, key, body);
		assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
		assertThat(today("counts") - before).isEqualTo(characters);
	}

	@Test
	void countsWhatSessionsReadAndLearn() throws Exception {
		String key = key("sessions", "");
		String session = read(post("/api/v1/models/cycle:1/sessions", key, "{}"), 201).get("id").asString();
		read(post("/api/v1/sessions/" + session + "/characters", key, "{\"text\": \"abcabc\"}"), 200);
		assertThat(today("sessions")).isEqualTo(6);
		read(post("/api/v1/sessions/" + session + "/characters", key, "{\"text\": \"abcabc\", \"learn\": true}"), 200);
		assertThat(today("sessions")).isBetween(11L, 13L);
	}

	@Test
	void aWorkspaceThatHasHadItsCharactersWaitsForTheNextDay() throws Exception {
		String key = key("day", "");
		String other = key("another-day", "");
		read(send("PUT", "/api/v1/workspaces/day", ADMIN, "{\"quotas\": {\"charactersPerDay\": 10}}"), 200);
		read(post("/api/v1/models/cycle/predictions", key, "{\"text\": \"abcabcabcabc\"}"), 200);
		for (String body : new String[] { "{\"prompt\": \"a\"}", "{\"prompt\": \"a\", \"stream\": true}" }) {
			HttpResponse<String> refused = post("/api/v1/models/cycle/generations", key, body);
			JsonNode problem = read(refused, 429);
			assertThat(problem.get("type").asString()).endsWith(":characters-used-up");
			assertThat(problem.get("detail").asString()).contains("12 characters today", "day", "10 per day",
					"00:00 UTC");
			assertThat(problem.get("used").asLong()).isEqualTo(12);
			assertThat(Long.parseLong(refused.headers().firstValue("Retry-After").orElseThrow())).isBetween(1L,
					86_401L);
		}
		HttpResponse<String> stream = post("/v1/completions", key,
				"{\"model\": \"cycle\", \"prompt\": \"a\", \"stream\": true}");
		assertThat(read(stream, 429).get("error").get("code").asString()).isEqualTo("characters_used_up");
		assertThat(stream.headers().firstValue("Retry-After")).isPresent();
		JsonNode usage = read(get("/api/v1/workspaces/day/usage", key), 200);
		assertThat(usage.get("charactersToday").asLong()).isEqualTo(12);
		assertThat(usage.get("quotas").get("charactersPerDay").asLong()).isEqualTo(10);
		read(post("/api/v1/models/cycle/predictions", other, "{\"text\": \"a\"}"), 200);
		read(send("PUT", "/api/v1/workspaces/day", ADMIN, "{\"quotas\": {\"charactersPerDay\": 100}}"), 200);
		read(post("/api/v1/models/cycle/predictions", key, "{\"text\": \"a\"}"), 200);
	}

	@Test
	void pinsNoMoreThanAWorkspaceMay() throws Exception {
		String key = key("pins", "");
		long bytes = 0;
		for (int version = 1; version <= 2; version++) {
			read(send("PUT", "/api/v1/workspaces/pins", ADMIN, "{\"quotas\": {\"pinnedBytes\": %d}}".formatted(bytes)),
					200);
			read(importModel("cycle", key), 201);
			HttpResponse<String> pinned = send("PUT", "/api/v1/models/cycle:%d/serving".formatted(version), key,
					"{\"pinned\": true}");
			if (version == 1) {
				read(pinned, 200);
				bytes = read(get("/api/v1/workspaces/pins/usage", key), 200).get("pinnedBytes").asLong();
				assertThat(bytes).isPositive();
			}
			else {
				JsonNode refused = read(pinned, 409);
				assertThat(refused.get("type").asString()).endsWith(":workspace-quota");
				assertThat(refused.get("detail").asString()).contains("bytes of pinned models",
						"add %,d.".formatted(bytes));
			}
		}
		read(send("PUT", "/api/v1/models/cycle:1/serving", key, "{\"pinned\": true}"), 200);
		read(send("PUT", "/api/v1/models/cycle:1/serving", key, "{\"pinned\": false}"), 200);
		read(send("PUT", "/api/v1/models/cycle:2/serving", key, "{\"pinned\": true}"), 200);
		read(send("PUT", "/api/v1/models/cycle:2/serving", key, "{\"pinned\": false}"), 200);
	}

	private long today(String workspace) throws Exception {
		return read(get("/api/v1/workspaces/" + workspace + "/usage", ADMIN), 200).get("charactersToday").asLong();
	}

	/** Of a workspace that has a model. */
	private String key(String workspace, String more) throws Exception {
		String key = read(post("/api/v1/keys", ADMIN, """
				{"name": "test", "workspace": "%s", "scopes": ["read", "generate", "train"]%s}""".formatted(workspace,
				more)), 201)
			.get("key")
			.asString();
		if (get("/api/v1/models/cycle:1", key).statusCode() == 404) {
			read(importModel("cycle", key), 201);
		}
		return key;
	}

	private HttpResponse<String> importModel(String name, String key) throws Exception {
		return this.http.send(request("/api/v1/models?name=" + name, key).header("Content-Type", "application/zip")
			.POST(BodyPublishers.ofByteArray(Networks.archive(Networks.cycle("abc"))))
			.build(), BodyHandlers.ofString());
	}

	private HttpResponse<String> get(String path, String key) throws Exception {
		return this.http.send(request(path, key).build(), BodyHandlers.ofString());
	}

	private HttpResponse<String> post(String path, String key, String body) throws Exception {
		return send("POST", path, key, body);
	}

	private HttpResponse<String> send(String method, String path, String key, String body) throws Exception {
		return this.http.send(request(path, key).header("Content-Type", "application/json")
			.method(method, BodyPublishers.ofString(body))
			.build(), BodyHandlers.ofString());
	}

	private HttpRequest.Builder request(String path, String key) {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path)).header("X-API-Key", key);
	}

	private JsonNode read(HttpResponse<String> response, int status) {
		assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
		return this.json.readTree(response.body());
	}

}
