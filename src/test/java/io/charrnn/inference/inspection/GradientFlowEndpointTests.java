package io.charrnn.inference.inspection;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

import io.charrnn.content.ContentStore;
import io.charrnn.inference.InferenceClient;
import io.charrnn.model.Cell;
import io.charrnn.model.LanguageModel;
import io.charrnn.registry.Models;
import io.charrnn.testing.Networks;
import io.charrnn.testing.ServiceTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

@ServiceTest
class GradientFlowEndpointTests {

	private static final JsonMapper JSON = new JsonMapper();

	private final HttpClient http = HttpClient.newHttpClient();

	private InferenceClient client;

	private int port;

	@BeforeEach
	void connect(@LocalServerPort int port, @Autowired Models models, @Autowired ContentStore content) {
		this.port = port;
		this.client = new InferenceClient(port, models, content);
	}

	@ParameterizedTest
	@EnumSource
	void tellsTheNormsOfEachLayer(Cell cell) throws Exception {
		JsonNode flow = get(200, model(cell), "?lags=5&text=" + encoded("abc ".repeat(10)));
		assertThat(flow.get("characters").asInt()).isEqualTo(40);
		assertThat(flow.get("positions").asInt()).isEqualTo(10);
		assertThat(flow.get("loss").asDouble()).isBetween(0.5, 5.0);
		assertThat(flow.get("layers")).hasSize(2);
		assertThat(flow.at("/layers/0/layer").asInt()).isZero();
		assertThat(flow.at("/layers/1/layer").asInt()).isEqualTo(1);
		for (JsonNode layer : flow.get("layers")) {
			assertThat(layer.get("hiddenNorms")).hasSize(6).allMatch((norm) -> norm.asDouble() > 0);
			assertThat(layer.get("factor").asDouble()).isBetween(0.01, 2.0);
			assertThat(layer.get("cellNorms").isNull()).isEqualTo(cell != Cell.LSTM);
		}
	}

	@Test
	void hasNoLargerLagThanTheTextAllows() throws Exception {
		String model = model(Cell.LSTM);
		assertThat(get(200, model, "?text=abcab").at("/layers/0/hiddenNorms")).hasSize(4);
		assertThat(get(422, model, "?text=abcab&lags=4").get("detail").asString()).contains("lags", "4", "from 0 to 3");
		assertThat(get(422, model, "?text=" + "a".repeat(300) + "&lags=201").get("detail").asString())
			.contains("from 0 to 200");
	}

	@Test
	void refusesTextsThatItCannotRead() throws Exception {
		String model = model(Cell.GRU);
		assertThat(get(422, model, "?text=" + "a".repeat(1001)).get("detail").asString()).contains("at most 1,000");
		assertThat(get(422, model, "?text=a").get("detail").asString()).contains("at least 2");
		assertThat(get(422, model, "?text=abz").get("type").asString()).endsWith("unknown-character");
		assertThat(get(422, model, "").get("type").asString()).endsWith("no-validation-text");
		get(404, "there-is-none", "?text=abc");
	}

	private String model(Cell cell) {
		LanguageModel model = Networks.random(cell, 2, 8, "abc ");
		return this.client.publish("flow-" + cell, model);
	}

	private JsonNode get(int status, String model, String query) throws IOException, InterruptedException {
		URI uri = URI.create("http://127.0.0.1:%d/api/v1/models/%s/gradient-flow%s".formatted(this.port, model, query));
		HttpResponse<String> response = this.http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
		assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
		return JSON.readTree(response.body());
	}

	private static String encoded(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

}
