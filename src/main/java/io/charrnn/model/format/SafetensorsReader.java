package io.charrnn.model.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.LongConsumer;

import io.charrnn.model.Alphabet;
import io.charrnn.model.AlphabetJson;
import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;
import io.charrnn.model.InvalidHyperparameterException;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.Normalization;
import io.charrnn.model.ParameterLayout;
import io.charrnn.model.dl4j.ArchivedModel;
import io.charrnn.model.dl4j.InvalidArchiveException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads one network from a safetensors file with PyTorch's names ({@link TorchTensor})
 * and an {@code alphabet} in its metadata, and trusts none of it.
 */
public final class SafetensorsReader {

	/** Twice what the largest alphabet takes, each character of it escaped. */
	private static final int MOST_HEADER_BYTES = 2 << 20;

	/** Bytes of memory that a byte of JSON takes at most: measured, for {@code [[]],}. */
	private static final int HEADER_COPIES = 32;

	private static final int CHUNK = 1 << 14;

	private static final String FIRST_INPUT = "rnn.weight_ih_l0";

	private static final String FIRST_RECURRENT = "rnn.weight_hh_l0";

	private static final String FIRST_GAIN = "rnn.gain_l0";

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	private final InputStream in;

	private final long length;

	private final long maxParameters;

	private final LongConsumer memory;

	private SafetensorsReader(InputStream in, long length, long maxParameters, LongConsumer memory) {
		this.in = in;
		this.length = length;
		this.maxParameters = maxParameters;
		this.memory = memory;
	}

	/**
	 * Reads a file from anyone. Memory is taken only for bytes that are there.
	 * @param maxParameters the largest network to accept
	 * @param memory asked for the bytes that header and weights take before they are read
	 * @return the network, without the optimizer's state
	 * @throws InvalidArchiveException if it is anything but such a network
	 * @throws IOException if the stream itself fails
	 */
	public static ArchivedModel read(InputStream in, long length, long maxParameters, LongConsumer memory)
			throws IOException {
		try {
			return new SafetensorsReader(in, length, maxParameters, memory).read();
		}
		catch (InvalidHyperparameterException ex) {
			throw new InvalidArchiveException("The file's network is rejected: " + ex.getMessage() + ".", ex);
		}
	}

	private ArchivedModel read() throws IOException {
		long headerLength = (this.length < Long.BYTES) ? -1
				: ByteBuffer.wrap(this.in.readNBytes(Long.BYTES)).order(ByteOrder.LITTLE_ENDIAN).getLong();
		if (headerLength < 2 || headerLength > MOST_HEADER_BYTES || headerLength > this.length - Long.BYTES) {
			throw new InvalidArchiveException(
					String.format(Locale.ROOT, "This is not a safetensors file: its first 8 bytes must be the length "
							+ "of a header of at most %,d bytes.", MOST_HEADER_BYTES));
		}
		this.memory.accept(HEADER_COPIES * headerLength);
		JsonNode header = header(this.in.readNBytes((int) headerLength));
		JsonNode metadata = header.path(SafetensorsFile.METADATA);
		Alphabet alphabet = alphabet(metadata);
		Architecture architecture = architecture(header, alphabet);
		if (architecture.parameterCount() > this.maxParameters) {
			throw new InvalidArchiveException(
					String.format(Locale.ROOT, "The file's network has %,d parameters, but at most %,d are accepted.",
							architecture.parameterCount(), this.maxParameters));
		}
		checkCell(metadata.path(ModelMetadata.CELL), architecture.cell());
		checkNormalization(metadata.path(ModelMetadata.NORMALIZATION), architecture.normalization());
		List<Located> tensors = locate(header, architecture, this.length - Long.BYTES - headerLength);
		this.memory.accept(Float.BYTES * architecture.parameterCount());
		float[] parameters = new float[new ParameterLayout(architecture).length()];
		for (Located tensor : tensors) {
			readValues(tensor.tensor(), parameters);
		}
		return new ArchivedModel(new LanguageModel(architecture, alphabet, parameters), null, 0, 0,
				provenance(metadata.path("provenance")));
	}

	private static JsonNode header(byte[] json) {
		try {
			JsonNode header = MAPPER.readTree(json);
			if (header.isObject()) {
				return header;
			}
			throw new InvalidArchiveException("The file's header must be a JSON object.");
		}
		catch (JacksonException ex) {
			throw new InvalidArchiveException("The file's header is not valid JSON.", ex);
		}
	}

	private static Alphabet alphabet(JsonNode metadata) {
		JsonNode characters = metadata.path(ModelMetadata.ALPHABET);
		if (!characters.isString()) {
			throw new InvalidArchiveException(
					String.format(Locale.ROOT,
							"The file's %s must have the characters that the network knows, in the"
									+ " order of their indices, as \"%s\".",
							SafetensorsFile.METADATA, ModelMetadata.ALPHABET));
		}
		if (characters.asString().codePoints().anyMatch((each) -> Character.getType(each) == Character.SURROGATE)) {
			throw new InvalidArchiveException("The file's alphabet has a lone surrogate.");
		}
		try {
			JsonNode marks = metadata.path(ModelMetadata.MARKS);
			return marks.isString() ? AlphabetJson.read(characters.asString(), MAPPER.readTree(marks.asString()))
					: new Alphabet(characters.asString());
		}
		catch (JacksonException ex) {
			throw new InvalidArchiveException("The file's marks are not valid JSON.", ex);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidArchiveException("The file's alphabet is rejected: " + ex.getMessage() + ".", ex);
		}
	}

	private static Architecture architecture(JsonNode header, Alphabet alphabet) {
		int[] input = shape(header, FIRST_INPUT, 2);
		int[] recurrent = shape(header, FIRST_RECURRENT, 2);
		int hidden = recurrent[1];
		if (input[1] != alphabet.size()) {
			throw new InvalidArchiveException(
					String.format(Locale.ROOT, "%s has %,d columns, but the alphabet has %,d characters.", FIRST_INPUT,
							input[1], alphabet.size()));
		}
		int layers = 1;
		while (header.has("rnn.weight_ih_l" + layers)) {
			layers++;
		}
		return new Architecture(cell(recurrent[0], hidden), layers, hidden, alphabet.size(),
				header.has(FIRST_GAIN) ? Normalization.RMS : Normalization.NONE);
	}

	private static Cell cell(int rows, int hidden) {
		for (Cell cell : Cell.values()) {
			if (hidden > 0 && rows == (long) cell.gates() * hidden) {
				return cell;
			}
		}
		throw new InvalidArchiveException(String.format(Locale.ROOT,
				"%s must have 1 (RNN), 3 (GRU) or 4 (LSTM) times as many rows as columns, not %,d and %,d.",
				FIRST_RECURRENT, rows, hidden));
	}

	private static void checkCell(JsonNode named, Cell cell) {
		if (!named.isMissingNode() && !named.asString("").equals(cell.name())) {
			throw new InvalidArchiveException(
					String.format(Locale.ROOT, "The file's %s names the cell %s, but its weights are those of %s.",
							SafetensorsFile.METADATA, printable(named.toString()), cell));
		}
	}

	private static void checkNormalization(JsonNode named, Normalization normalization) {
		boolean gains = normalization == Normalization.RMS;
		if (!named.isMissingNode() && !named.asString("").equals(gains ? ModelMetadata.RMS : "none")) {
			throw new InvalidArchiveException(
					String.format(Locale.ROOT, "The file's %s names the normalization %s, but it has %s tensor %s.",
							SafetensorsFile.METADATA, printable(named.toString()), gains ? "a" : "no", FIRST_GAIN));
		}
	}

	private static String provenance(JsonNode provenance) {
		return provenance.isString() ? provenance.asString() : "{}";
	}

	/** The tensors in the order of the file, which they fill without a gap. */
	private static List<Located> locate(JsonNode header, Architecture architecture, long dataLength) {
		Map<String, TorchTensor> expected = new HashMap<>();
		TorchTensor.of(architecture).forEach((tensor) -> expected.put(tensor.name(), tensor));
		TreeSet<String> unknown = new TreeSet<>(header.propertyNames());
		unknown.remove(SafetensorsFile.METADATA);
		unknown.removeAll(expected.keySet());
		if (!unknown.isEmpty()) {
			throw new InvalidArchiveException(String.format(Locale.ROOT,
					"The file has a tensor «%s», but may only have those of an nn.%s"
							+ " named rnn, in one direction and without projections, and of an nn.Linear named output.",
					printable(unknown.first()), architecture.cell()));
		}
		List<Located> tensors = expected.values()
			.stream()
			.map((tensor) -> locate(header, tensor))
			.sorted(Comparator.comparingLong(Located::begin))
			.toList();
		long end = 0;
		for (Located located : tensors) {
			if (located.begin() != end) {
				throw new InvalidArchiveException(String.format(Locale.ROOT,
						"%s must begin at byte %,d of the values, where the tensor before it ends, not at %,d.",
						located.tensor().name(), end, located.begin()));
			}
			end += (long) located.tensor().length() * Float.BYTES;
		}
		if (end != dataLength) {
			throw new InvalidArchiveException(String.format(Locale.ROOT,
					"The file's header speaks of %,d bytes of values, but it has %,d.", end, dataLength));
		}
		return tensors;
	}

	private static Located locate(JsonNode header, TorchTensor tensor) {
		int[] shape = shape(header, tensor.name(), tensor.shape().size());
		for (int axis = 0; axis < shape.length; axis++) {
			if (shape[axis] != tensor.shape().get(axis)) {
				throw new InvalidArchiveException(String.format(Locale.ROOT, "%s must have the shape %s, not %s.",
						tensor.name(), tensor.shape(), Arrays.toString(shape)));
			}
		}
		JsonNode entry = header.path(tensor.name());
		if (!SafetensorsFile.FLOAT.equals(entry.path("dtype").asString(""))) {
			throw new InvalidArchiveException(
					String.format(Locale.ROOT, "%s must be of the type %s, not %s: PyTorch's float() converts it.",
							tensor.name(), SafetensorsFile.FLOAT, printable(entry.path("dtype").toString())));
		}
		JsonNode offsets = entry.path("data_offsets");
		long begin = offsets.path(0).isIntegralNumber() ? offsets.path(0).asLong(-1) : -1;
		long end = offsets.path(1).isIntegralNumber() ? offsets.path(1).asLong(-1) : -1;
		if (offsets.size() != 2 || begin < 0 || end - begin != (long) tensor.length() * Float.BYTES) {
			throw new InvalidArchiveException(String.format(Locale.ROOT,
					"%s has %,d bytes, and its data_offsets must say where they are, not %s.", tensor.name(),
					(long) tensor.length() * Float.BYTES, printable(offsets.toString())));
		}
		return new Located(tensor, begin);
	}

	private static int[] shape(JsonNode header, String name, int rank) {
		JsonNode entry = header.path(name);
		if (!entry.isObject()) {
			throw new InvalidArchiveException(String.format(Locale.ROOT, "The file has no tensor %s.", name));
		}
		JsonNode sizes = entry.path("shape");
		int[] shape = new int[rank];
		for (int axis = 0; axis < rank; axis++) {
			JsonNode size = sizes.path(axis);
			if (sizes.size() != rank || !size.isIntegralNumber() || !size.canConvertToInt() || size.asInt() < 0) {
				throw new InvalidArchiveException(String.format(Locale.ROOT, "%s must have %d sizes, not %s.", name,
						rank, printable(sizes.toString())));
			}
			shape[axis] = size.asInt();
		}
		return shape;
	}

	private void readValues(TorchTensor tensor, float[] parameters) throws IOException {
		byte[] chunk = new byte[CHUNK * Float.BYTES];
		for (TorchTensor.Block block : tensor.blocks()) {
			for (int from = 0; from < block.length(); from += CHUNK) {
				int count = Math.min(CHUNK, block.length() - from);
				if (this.in.readNBytes(chunk, 0, count * Float.BYTES) < count * Float.BYTES) {
					throw new InvalidArchiveException(
							String.format(Locale.ROOT, "The file ends within %s.", tensor.name()));
				}
				add(ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN), count, parameters, block.offset() + from,
						tensor.name());
			}
		}
	}

	private static void add(ByteBuffer values, int count, float[] parameters, int offset, String name) {
		for (int i = 0; i < count; i++) {
			float value = values.getFloat();
			parameters[offset + i] += value;
			if (!Float.isFinite(parameters[offset + i])) {
				throw new InvalidArchiveException(String.format(Locale.ROOT,
						"%s has %s, or biases whose sum is not finite, where only finite numbers may stand.", name,
						value));
			}
		}
	}

	private static String printable(String text) {
		return text.substring(0, Math.min(text.length(), 60)).replaceAll("[^\\x20-\\x7E]", "?");
	}

	/**
	 * A tensor of the file.
	 *
	 * @param tensor what it must be
	 * @param begin its first byte among the values
	 */
	private record Located(TorchTensor tensor, long begin) {
	}

}
