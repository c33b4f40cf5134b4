package io.charrnn.inference.sessions;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

import io.charrnn.content.ContentStore;
import io.charrnn.inference.InferenceClient;
import io.charrnn.model.Cell;
import io.charrnn.registry.Models;
import io.charrnn.testing.Networks;
import io.charrnn.testing.ServiceTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

@ServiceTest
class RenamedModelsTests {

	private static final String MODELS = "/api/v1/models/";

	private InferenceClient client;

	@BeforeEach
	void connect(@LocalServerPort int port, @Autowired Models models, @Autowired ContentStore content) {
		this.client = new InferenceClient(port, models, content);
	}

	@Test
	void sessionsFollowAModelThatIsRenamedBackAndForth() {
		publish("renamed_1");
		publish("renamed_1");
		String before = publish("renamedX1");
		String session = "/api/v1/sessions/"
				+ this.client.post(201, MODELS + "renamed_1:1/sessions", "{\"text\": \"ab\"}").get("id").asString();
		JsonNode renamed = patch(200, "renamed_1", "{\"name\": \"renamed-2\", \"tags\": [\"b\", \"a\"]}");
		assertThat(renamed.get("reference").asString()).isEqualTo("renamed-2:2");
		assertThat(renamed.get("tags").toString()).isEqualTo("[\"a\",\"b\"]");
		assertThat(status("GET", "renamed_1:1")).isEqualTo(404);
		assertThat(this.client.post(200, session + "/characters", "{\"text\": \"b\"}").at("/session/model").asString())
			.isEqualTo("renamed-2:1");
		assertThat(patch(200, "renamed-2", "{\"name\": \"renamed_1\"}").get("reference").asString())
			.as("no number is given twice")
			.isEqualTo("renamed_1:4");
		assertThat(this.client.post(200, session + "/predictions", "{}").get("model").asString())
			.isEqualTo("renamed_1:3");
		assertThat(publish("renamed_1")).isEqualTo("renamed_1:5");
		assertThat(status("GET", before)).isEqualTo(200);
	}

	@Test
	void notesAndTagsAreAVersions() {
		String first = publish("noted");
		publish("noted");
		patch(200, first, "{\"notes\": \"quotes\\ntoo much\", \"tags\": [\"noted-tag\"]}");
		JsonNode noted = patch(200, first, "{\"name\": \"noted\"}");
		assertThat(noted.get("notes").asString()).isEqualTo("quotes\ntoo much");
		JsonNode found = this.client.json(body("GET", "?tag=noted-tag"));
		assertThat(found.get("items")).containsExactly(noted);
		assertThat(patch(200, first, "{\"notes\": \"\", \"tags\": []}").get("notes").asString()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			refused:1  | {"name": "other"}          | 422
			refused    | {"name": "refused-taken"}  | 409
			refused    | {"name": "a b"}            | 422
			refused    | {"tags": [" "]}            | 422
			not-there  | {"name": "other"}          | 404""")
	void refusesOtherChanges(String reference, String body, int status) {
		publish("refused");
		publish("refused-taken");
		patch(status, reference, body);
	}

	private String publish(String name) {
		return this.client.publish(name, Networks.random(Cell.GRU, 1, 8, "abc"));
	}

	private JsonNode patch(int status, String reference, String body) {
		HttpResponse<byte[]> response = this.client.send("PATCH", MODELS + reference, "application/json",
				body.getBytes(StandardCharsets.UTF_8));
		String answer = new String(response.body(), StandardCharsets.UTF_8);
		assertThat(response.statusCode()).as(answer).isEqualTo(status);
		return this.client.json(answer);
	}

	private int status(String method, String reference) {
		return this.client.send(method, MODELS + reference, "application/json", new byte[0]).statusCode();
	}

	private String body(String method, String reference) {
		return new String(
				this.client.send(method, "/api/v1/models" + reference, "application/json", new byte[0]).body(),
				StandardCharsets.UTF_8);
	}

}
