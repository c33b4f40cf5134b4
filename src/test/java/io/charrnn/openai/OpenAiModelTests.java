package io.charrnn.openai;

import java.util.List;

import io.charrnn.content.ContentStore;
import io.charrnn.registry.Models;
import io.charrnn.testing.Networks;
import io.charrnn.testing.ServiceTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

@ServiceTest
class OpenAiModelTests {

	@LocalServerPort
	private int port;

	@Autowired
	private Models models;

	@Autowired
	private ContentStore content;

	private OpenAiPaths openAi;

	private PublishedModels published;

	@BeforeEach
	void connect() {
		this.openAi = new OpenAiPaths(this.port);
		this.published = new PublishedModels(this.models, this.content);
	}

	@Test
	void listsEachNameAndEachVersion() {
		this.published.publish("openai-listed", Networks.cycle("abc"));
		this.published.publish("openai-listed", Networks.cycle("abcd"));
		JsonNode list = OpenAiPaths.ok(this.openAi.get("/v1/models"));
		assertThat(list.get("object").asString()).isEqualTo("list");
		List<JsonNode> listed = list.get("data")
			.valueStream()
			.filter((model) -> model.get("root").asString().startsWith("openai-listed:"))
			.toList();
		assertThat(listed).extracting((model) -> model.get("id").asString())
			.containsExactly("openai-listed", "openai-listed:2", "openai-listed:1");
		assertThat(listed.get(0).get("root").asString()).isEqualTo("openai-listed:2");
	}

	@Test
	void showsAModelByAnyReference() {
		String reference = this.published.publish("shown", Networks.cycle("abc"));
		JsonNode model = OpenAiPaths.ok(this.openAi.get("/v1/models/shown"));
		assertThat(model.propertyNames()).containsExactly("id", "object", "created", "owned_by", "root", "parent");
		assertThat(model.get("id").asString()).isEqualTo("shown");
		assertThat(model.get("object").asString()).isEqualTo("model");
		assertThat(model.get("created").asLong()).isGreaterThan(1_500_000_000L).isLessThan(10_000_000_000L);
		assertThat(model.get("root").asString()).isEqualTo(reference);
		assertThat(OpenAiPaths.ok(this.openAi.get("/v1/models/shown%3A1")).get("id").asString()).isEqualTo("shown:1");
	}

	@Test
	void deletesAVersion() {
		this.published.publish("gone", Networks.cycle("abc"));
		JsonNode refusal = OpenAiPaths.error(this.openAi.send("DELETE", "/v1/models/gone", "", ""), 400);
		assertThat(refusal.get("code").asString()).isEqualTo("model_version_required");
		JsonNode deleted = OpenAiPaths.ok(this.openAi.send("DELETE", "/v1/models/gone:1", "", ""));
		assertThat(deleted.toString()).isEqualTo("""
				{"id":"gone:1","object":"model","deleted":true}""");
		OpenAiPaths.error(this.openAi.get("/v1/models/gone"), 404);
	}

}
