package io.charrnn.openai;

import java.net.http.HttpResponse;
import java.util.List;

import io.charrnn.testing.RawHttp;
import io.charrnn.testing.ServiceTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

@ServiceTest
class OpenAiErrorTests {

	@LocalServerPort
	private int port;

	private OpenAiPaths openAi;

	@BeforeEach
	void connect() {
		this.openAi = new OpenAiPaths(this.port);
	}

	@ParameterizedTest
	@CsvSource({ "GET, /v1/nothing, 404, unknown_path", "POST, /v1/chat/completions, 404, unknown_path",
			"GET, /v1/models/nothing, 404, model_not_found", "PUT, /v1/models, 405, method_not_allowed",
			"GET, /v1, 404, unknown_path" })
	void wordsErrorsAsOpenAiDoes(String method, String path, int status, String code) {
		HttpResponse<String> response = this.openAi.send(method, path, "", "");
		JsonNode error = OpenAiPaths.error(response, status);
		assertThat(error.get("code").asString()).isEqualTo(code);
		assertThat(error.get("type").asString()).isEqualTo("invalid_request_error");
		assertThat(response.headers().firstValue("x-should-retry")).contains("false");
	}

	@ParameterizedTest
	@CsvSource({ "POST, /v1/chat/completions, POST /v1/completions", "POST, /v1/responses, POST /v1/completions",
			"GET, /v1/responses/resp_1, POST /v1/completions", "POST, /v1/embeddings, /activations",
			"POST, /v1/moderations, /v1/models", "POST, /v1/chat/completions/, POST /v1/completions",
			"POST, /v1/v1/completions, /v1/completions", "POST, /v1//completions, /v1/completions",
			"POST, /v1/v1/chat/completions, /v1/chat/completions" })
	void saysWhatToUseInstead(String method, String path, String instead) {
		HttpResponse<String> response = this.openAi.send(method, path, "application/json", "{\"messages\": []}");
		JsonNode error = OpenAiPaths.error(response, 404);
		assertThat(error.get("message").asString()).contains(instead);
		assertThat(error.get("code").asString()).isEqualTo("unknown_path");
	}

	@Test
	void blamesAnUnknownFieldByTheNameThatItWasGiven() {
		for (String field : List.of("logitBias", "maxCharacters", "corpus", "topP", "epochs")) {
			HttpResponse<String> response = this.openAi.send("POST", "/v1/completions", "application/json",
					"{\"model\": \"a\", \"%s\": 1}".formatted(field));
			JsonNode error = OpenAiPaths.error(response, 400);
			assertThat(error.get("message").asString()).startsWith("There is no field " + field + ";");
			assertThat(error.get("param").asString()).isEqualTo(field);
		}
	}

	@Test
	void wordsWhatTheServerItselfRefuses() throws Exception {
		RawHttp response = RawHttp.send(this.port, "GET /v1/%zz HTTP/1.1\nHost: localhost\nConnection: close\n\n");
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.headers()).contains("content-type: application/json", "x-should-retry: false");
		assertThat(response.body()).startsWith("{\"error\":{\"message\":\"The request violates the rules of HTTP");
	}

	@Test
	void namesTheParameterThatIsToBlame() {
		JsonNode error = OpenAiPaths.error(this.openAi.get("/v1/models/nothing"), 404);
		assertThat(error.get("param").asString()).isEqualTo("model");
		assertThat(error.get("message").asString()).isEqualTo("There is no model \"nothing\".");
	}

	@Test
	void leavesTheParameterOpenWhereNoneIsToBlame() {
		assertThat(OpenAiPaths.error(this.openAi.get("/v1/nothing"), 404).get("param").isNull()).isTrue();
	}

	@Test
	void keepsHeadersThatSayWhatIsAllowed() {
		HttpResponse<String> response = this.openAi.send("PUT", "/v1/models", "", "");
		assertThat(response.headers().firstValue("Allow")).contains("GET");
	}

	@Test
	void leavesOtherPathsToProblemDocuments() {
		HttpResponse<String> response = this.openAi.get("/v2/nothing");
		assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
	}

}
