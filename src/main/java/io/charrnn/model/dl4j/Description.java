package io.charrnn.model.dl4j;

import java.util.Locale;
import java.util.stream.Collectors;

import io.charrnn.model.Alphabet;
import io.charrnn.model.AlphabetJson;
import io.charrnn.model.Architecture;
import io.charrnn.model.InvalidHyperparameterException;
import io.charrnn.model.Normalization;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The {@code char-rnn.json} of an archive.
 *
 * @param format version of the archive's format
 * @param alphabet the characters in order, as many as the architecture's alphabetSize; of
 * a model of documents an object of {@code characters} and the marks among them
 * @param iteration updates the network has seen
 * @param epoch passes over the training text that were completed
 * @param provenance an object that means nothing here
 */
record Description(int format, Architecture architecture, JsonNode alphabet, long iteration, int epoch,
		JsonNode provenance) {

	static final int FORMAT = 1;

	/** Of models of documents, which others cannot read. */
	static final int DOCUMENTS = 2;

	private static final String CHARACTERS = "characters";

	private static final String ARCHITECTURE = "architecture";

	private static final String NORMALIZATION = "normalization";

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
		.enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
		.disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
		.disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
		.build();

	/**
	 * Of an archive that this service stores: another release may have written it, which
	 * knew more or less.
	 */
	private static final JsonMapper LENIENT = MAPPER.rebuild()
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
				DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
				DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
				DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
		.build();

	Description {
		provenance = (provenance != null) ? provenance : LENIENT.createObjectNode();
		if (format != FORMAT && format != DOCUMENTS) {
			throw new InvalidArchiveException(
					String.format(Locale.ROOT, "The archive's format is %d, but this program reads formats %d and %d.",
							format, FORMAT, DOCUMENTS));
		}
		if (alphabet.isObject() != (format == DOCUMENTS)) {
			throw new InvalidArchiveException(String.format(Locale.ROOT,
					"The archive's format is %d, but its alphabet has another format.", format));
		}
		if (string(alphabet).codePoints()
			.anyMatch((character) -> Character.getType(character) == Character.SURROGATE)) {
			throw new InvalidArchiveException("The archive's alphabet has a lone surrogate.");
		}
		int size = characters(alphabet).size();
		if (size != architecture.alphabetSize()) {
			throw new InvalidArchiveException(
					String.format(Locale.ROOT, "The archive's alphabet has %,d characters, but its architecture %,d.",
							size, architecture.alphabetSize()));
		}
		if (iteration < 0 || epoch < 0) {
			throw new InvalidArchiveException("The archive's iteration and epoch must not be negative.");
		}
		if (!provenance.isObject()) {
			throw new InvalidArchiveException("The archive's provenance must be a JSON object.");
		}
	}

	static Description of(ArchivedModel archived) {
		return new Description(archived.model().alphabet().hasDocuments() ? DOCUMENTS : FORMAT,
				archived.model().architecture(), alphabet(archived.model().alphabet()), archived.iteration(),
				archived.epoch(), MAPPER.readTree(archived.provenanceJson()));
	}

	private static JsonNode alphabet(Alphabet alphabet) {
		return alphabet.hasDocuments() ? AlphabetJson.marks(alphabet).put(CHARACTERS, alphabet.toString())
				: JsonNodeFactory.instance.stringNode(alphabet.toString());
	}

	/** What plain networks do not have is left out, as before there was any. */
	byte[] toJson() {
		ObjectNode json = MAPPER.valueToTree(this);
		if (this.architecture.normalization() == Normalization.NONE) {
			((ObjectNode) json.get(ARCHITECTURE)).remove(NORMALIZATION);
		}
		return MAPPER.writeValueAsBytes(json);
	}

	/** Reads what {@link #toJson} wrote, and rejects anything else. */
	static Description fromJson(byte[] json) {
		return read(json, MAPPER);
	}

	/** Reads what {@link #toJson} wrote in whatever release had the same format. */
	static Description fromStored(byte[] json) {
		return read(json, LENIENT);
	}

	private static Description read(byte[] json, JsonMapper mapper) {
		try {
			JsonNode tree = mapper.readTree(json);
			if (tree.get(ARCHITECTURE) instanceof ObjectNode architecture && !architecture.has(NORMALIZATION)) {
				architecture.put(NORMALIZATION, Normalization.NONE.name());
			}
			Description read = mapper.treeToValue(tree, Description.class);
			if (read == null) {
				throw new InvalidArchiveException(ModelArchive.DESCRIPTION + " is null.");
			}
			return read;
		}
		catch (JacksonException ex) {
			if (ex.getCause() instanceof InvalidArchiveException
					|| ex.getCause() instanceof InvalidHyperparameterException) {
				throw (RuntimeException) ex.getCause();
			}
			throw new InvalidArchiveException("%s is not as expected%s.".formatted(ModelArchive.DESCRIPTION, place(ex)),
					ex);
		}
	}

	/** Where it went wrong, without what Jackson says of our classes. */
	private static String place(JacksonException ex) {
		String path = ex.getPath()
			.stream()
			.map((reference) -> String.valueOf(reference.getPropertyName()))
			.collect(Collectors.joining("."));
		if (!path.isEmpty()) {
			return " in «" + ArchiveReader.printable(path) + "»";
		}
		TokenStreamLocation location = ex.getLocation();
		return (location != null)
				? String.format(Locale.ROOT, " at column %d of line %d", location.getColumnNr(), location.getLineNr())
				: "";
	}

	Alphabet characters() {
		return characters(this.alphabet);
	}

	private static String string(JsonNode alphabet) {
		JsonNode characters = alphabet.isObject() ? alphabet.path(CHARACTERS) : alphabet;
		if (!characters.isString()) {
			throw new InvalidArchiveException("The archive's alphabet must be a string, or an object with one.");
		}
		return characters.asString();
	}

	private static Alphabet characters(JsonNode alphabet) {
		try {
			return alphabet.isObject() ? AlphabetJson.read(string(alphabet), alphabet) : new Alphabet(string(alphabet));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidArchiveException("The archive's alphabet is rejected: " + ex.getMessage() + ".", ex);
		}
	}

	String provenanceJson() {
		return this.provenance.toString();
	}

}
