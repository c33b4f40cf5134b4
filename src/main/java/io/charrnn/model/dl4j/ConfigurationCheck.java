package io.charrnn.model.dl4j;

import java.util.ArrayList;
import java.util.List;

import io.charrnn.model.Architecture;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Checks that the configuration in an archive, which nothing else here reads, is that of
 * the network that the archive describes. No class that it names is ever loaded.
 */
final class ConfigurationCheck {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	private ConfigurationCheck() {
	}

	/**
	 * Compares the layers.
	 * @param expected of the network that the archive describes
	 * @throws InvalidArchiveException if they are not the same
	 */
	static void requireSame(byte[] json, Architecture expected) {
		List<String> layers = layers(json);
		List<String> known = layers(NetworkConfiguration.json(expected));
		if (!layers.equals(known)) {
			throw new InvalidArchiveException("%s does not match the network in %s: its layers are %s, not %s."
				.formatted(ModelArchive.CONFIGURATION, ModelArchive.DESCRIPTION, known,
						ArchiveReader.printable(layers.toString())));
		}
	}

	/** What fixes the shape of each layer's weights. */
	private static List<String> layers(byte[] json) {
		try {
			List<String> layers = new ArrayList<>();
			for (JsonNode network : MAPPER.readTree(json).path("confs")) {
				JsonNode layer = network.path("layer");
				layers.add("%s%s %s to %s".formatted(layer.path("@class").asString("?").replaceFirst(".*\\.", ""),
						layer.has("cell") ? " " + layer.get("cell").asString("?") : "", layer.path("nin"),
						layer.path("nout")));
			}
			return layers;
		}
		catch (JacksonException ex) {
			throw new InvalidArchiveException("%s is not JSON.".formatted(ModelArchive.CONFIGURATION), ex);
		}
	}

}
