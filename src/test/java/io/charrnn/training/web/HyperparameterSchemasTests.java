package io.charrnn.training.web;

import io.charrnn.testing.ServiceTest;
import io.charrnn.training.TrainingClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

@ServiceTest
class HyperparameterSchemasTests {

	@LocalServerPort
	private int port;

	private JsonNode schemas;

	@BeforeEach
	void readDocument() {
		this.schemas = new TrainingClient(this.port).read("/v3/api-docs").at("/components/schemas");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Hyperparameters", "LearningRateSchedule", "GradientClip", "Cluster", "OuterStep" })
	void describesEveryHyperparameter(String schema) {
		assertThat(this.schemas.get(schema).get("properties").properties()).isNotEmpty()
			.allSatisfy(
					(property) -> assertThat(property.getValue().path("description").asString("")).as(property.getKey())
						.isNotEmpty());
	}

	@ParameterizedTest
	@ValueSource(strings = { "Hyperparameters", "LearningRateSchedule", "GradientClip", "OuterStep" })
	void letsRequestsLeaveOutAnyHyperparameter(String schema) {
		JsonNode complete = this.schemas.get(schema);
		JsonNode partial = this.schemas.get("Some" + schema);
		assertThat(complete.get("required")).isNotEmpty();
		assertThat(partial.has("required")).isFalse();
		assertThat(partial.get("properties").propertyNames()).isEqualTo(complete.get("properties").propertyNames());
	}

	@Test
	void requiresWhatAJobCannotDoWithout() {
		JsonNode request = this.schemas.get("NewTrainingJob");
		assertThat(request.get("required").values()).extracting(JsonNode::asString)
			.containsExactlyInAnyOrder("corpus", "model");
		assertThat(request.at("/properties/hyperparameters").toString()).contains("SomeHyperparameters");
		assertThat(this.schemas.at("/TrainingJob/properties/error").toString()).contains("schemas/TrainingError");
	}

}
