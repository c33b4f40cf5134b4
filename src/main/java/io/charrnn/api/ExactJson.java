package io.charrnn.api;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads any JSON with the numbers that it has, where Jackson would take the nearest
 * double, which may be infinite.
 */
public final class ExactJson extends StdDeserializer<JsonNode> {

	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	ExactJson() {
		super(JsonNode.class);
	}

	@Override
	public JsonNode deserialize(JsonParser parser, DeserializationContext context) throws JacksonException {
		return JSON.readTree(parser);
	}

	/** The same for a whole text, by a mapper's other settings. */
	public static JsonNode read(String text, JsonMapper mapper) throws JacksonException {
		return mapper.reader().with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).readTree(text);
	}

}
