package io.charrnn.api;

import io.charrnn.problem.MalformedException;
import io.charrnn.problem.Problem;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
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

	/** A text is read into memory, which takes many times its size. */
	private static final StreamReadConstraints BOUNDS = StreamReadConstraints.builder()
		.maxTokenCount(20_000)
		.maxNestingDepth(64)
		.build();

	private static final JsonMapper TEXT = JsonMapper
		.builder(JsonFactory.builder()
			.streamReadConstraints(BOUNDS)
			.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
			.build())
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	/** Of what stands in a text that goes on. */
	private static final JsonMapper PART = TEXT.rebuild()
		.disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	ExactJson() {
		super(JsonNode.class);
	}

	@Override
	public JsonNode deserialize(JsonParser parser, DeserializationContext context) throws JacksonException {
		return PART.readTree(parser);
	}

	/**
	 * The same for a whole text.
	 * @param field of the request that has the text
	 * @throws Problem if it is no JSON, or too much
	 */
	public static JsonNode read(String field, String text) {
		try {
			return TEXT.readTree(text);
		}
		catch (JacksonException ex) {
			throw MalformedException.json(field, ex);
		}
	}

}
