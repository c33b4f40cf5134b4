package io.charrnn.bench.serving;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.charrnn.model.Alphabet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a character of JSON costs that a schema of twenty fields validates, beside one of
 * free text: each text as long as the other, in turn, by the service's own timings. An
 * independent validator looks at all texts.
 */
final class StructureCost {

	private static final JsonMapper JSON = new JsonMapper();

	private static final int ROUNDS = 40;

	private static final int WARM_UP = 20;

	/** As many as {@link Network} has. */
	static final String CHARACTERS = " {}[]\":,.-_\\0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ";

	private final ObjectNode schema = schema();

	private final Schema validator = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
		.getSchema(this.schema);

	private int seed;

	private int invalid;

	/** Five times the same four kinds. */
	private static ObjectNode schema() {
		ObjectNode schema = JSON.createObjectNode().put("type", "object").put("additionalProperties", false);
		ObjectNode properties = schema.putObject("properties");
		ArrayNode required = schema.putArray("required");
		for (int number = 0; number < 5; number++) {
			properties.set("name" + number, JSON.readTree("{\"type\": \"string\", \"minLength\": 1, \"maxLength\": 20}"));
			properties.set("count" + number, JSON.readTree("{\"type\": \"integer\", \"minimum\": 0, \"maximum\": 100000}"));
			properties.set("share" + number, JSON.readTree("{\"type\": \"number\", \"minimum\": -1, \"maximum\": 1}"));
			properties.set("kind" + number, JSON.readTree("{\"enum\": [\"red\", \"green\", \"blue\", null]}"));
		}
		properties.propertyNames().forEach(required::add);
		return schema;
	}

	void print(int texts) throws IOException, InterruptedException {
		System.out.println("| what | reached | target | |\n| --- | ---: | ---: | --- |");
		try (Service service = Service.start()) {
			String path = "";
			for (int hiddenSize : new int[] { 512, 256, 128 }) {
				String model = service.publish("json" + hiddenSize,
						new Network(hiddenSize).model(new Alphabet(CHARACTERS)));
				path = "/api/v1/models/%s/generations".formatted(model);
				for (int count : new int[] { 1, 16 }) {
					printRatio(service.port(), path, hiddenSize, count);
				}
			}
			try (Connection connection = new Connection(service.port(), path, "application/json")) {
				for (int written = 0; written < texts; written += 16) {
					write(connection, body(16, 1000, true));
				}
			}
		}
		ServingBench.most("%,d texts, those that are not valid".formatted(texts), this.invalid, 0);
	}

	private void printRatio(int port, String path, int hiddenSize, int texts) throws IOException {
		List<Double> ratios = new ArrayList<>();
		List<Double> free = new ArrayList<>();
		try (Connection connection = new Connection(port, path, "application/json")) {
			for (int round = -WARM_UP; round < ROUNDS; round++) {
				JsonNode structured = write(connection, body(texts, 1000, true));
				int length = structured.at("/usage/generatedCharacters").asInt() / texts;
				JsonNode plain = write(connection, body(texts, length, false));
				if (round >= 0) {
					ratios.add(perCharacter(structured) / perCharacter(plain));
					free.add(perCharacter(plain));
				}
			}
		}
		System.out.printf(Locale.ROOT, "| H%d, %d at once, free text, microseconds a character | %.2f | - | |%n",
				hiddenSize, texts, median(free));
		ServingBench.most("H%d, %d at once, a schema of 20 fields / free text, %% a character".formatted(hiddenSize, texts),
				100 * median(ratios), 120);
	}

	private static double median(List<Double> values) {
		double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
		return Arrays.stream(sorted).skip((sorted.length - 1) / 2).limit(2 - sorted.length % 2).average().orElseThrow();
	}

	private static double perCharacter(JsonNode answer) {
		return 1e6 * answer.at("/timings/generationSeconds").asDouble()
				/ answer.at("/usage/generatedCharacters").asDouble();
	}

	private String body(int texts, int maxCharacters, boolean structured) {
		ObjectNode body = JSON.createObjectNode()
			.put("n", texts)
			.put("maxCharacters", maxCharacters)
			.put("seed", this.seed += 16);
		return (structured ? body.set("jsonSchema", this.schema) : body).toString();
	}

	private JsonNode write(Connection connection, String body) throws IOException {
		connection.send(body);
		JsonNode answer = JSON.readTree(connection.read());
		if (body.contains("jsonSchema")) {
			for (JsonNode text : answer.get("generations")) {
				this.invalid += this.validator.validate(text.get("text").asString(), InputFormat.JSON).isEmpty() ? 0 : 1;
			}
		}
		return answer;
	}

}
