package io.charrnn.model.format;

import java.util.LinkedHashMap;
import java.util.Map;

import io.charrnn.model.AlphabetJson;
import io.charrnn.model.Architecture;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.Normalization;

/**
 * What every format says of a network beside its weights: strings by name.
 */
final class ModelMetadata {

	static final String ALPHABET = "alphabet";

	static final String MARKS = "marks";

	static final String CELL = "cell";

	/** Only of networks that have one. */
	static final String NORMALIZATION = "normalization";

	static final String RMS = "rms";

	private ModelMetadata() {
	}

	/**
	 * Describes a model.
	 * @return {@code alphabet} (its characters in order), {@code marks} (the indices that
	 * documents end and begin with, if it is of documents), {@code cell},
	 * {@code normalization} (if there is any), {@code layers}, {@code hiddenSize},
	 * {@code provenance}
	 */
	static Map<String, String> of(LanguageModel model, String provenanceJson) {
		Architecture architecture = model.architecture();
		Map<String, String> metadata = new LinkedHashMap<>();
		metadata.put(ALPHABET, model.alphabet().toString());
		if (model.alphabet().hasDocuments()) {
			metadata.put(MARKS, AlphabetJson.marks(model.alphabet()).toString());
		}
		metadata.put(CELL, architecture.cell().name());
		if (architecture.normalization() == Normalization.RMS) {
			metadata.put(NORMALIZATION, RMS);
		}
		metadata.put("layers", String.valueOf(architecture.layers()));
		metadata.put("hiddenSize", String.valueOf(architecture.hiddenSize()));
		metadata.put("provenance", provenanceJson);
		return metadata;
	}

}
