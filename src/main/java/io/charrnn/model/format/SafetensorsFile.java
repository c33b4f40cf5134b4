package io.charrnn.model.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.charrnn.model.LanguageModel;
import tools.jackson.databind.json.JsonMapper;

/**
 * A network in the format safetensors: 8 bytes with the header's length, a header in
 * JSON, then the values, all little-endian. Names, shapes and the order of gates are
 * PyTorch's ({@link TorchTensor}), and {@code __metadata__} is {@link ModelMetadata}.
 */
public final class SafetensorsFile {

	static final String METADATA = "__metadata__";

	static final String FLOAT = "F32";

	/** Values begin at a multiple of this many bytes, so that they can be mapped. */
	private static final int ALIGNMENT = 8;

	private static final JsonMapper MAPPER = new JsonMapper();

	private SafetensorsFile() {
	}

	/**
	 * Writes a model. The same model always gives the same bytes.
	 * @param out receives the file; stays open
	 * @throws IOException if the stream does not take it
	 */
	public static void write(LanguageModel model, String provenanceJson, OutputStream out) throws IOException {
		List<TorchTensor> tensors = TorchTensor.of(model.architecture());
		byte[] json = MAPPER.writeValueAsBytes(header(tensors, ModelMetadata.of(model, provenanceJson)));
		byte[] header = Arrays.copyOf(json, roundUp(json.length));
		Arrays.fill(header, json.length, header.length, (byte) ' ');
		out.write(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).array());
		out.write(header);
		LittleEndian values = new LittleEndian(out);
		for (TorchTensor tensor : tensors) {
			values.write(model.parameters(), tensor.blocks());
		}
	}

	private static int roundUp(int length) {
		return (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	}

	private static Map<String, Object> header(List<TorchTensor> tensors, Map<String, String> metadata) {
		Map<String, Object> header = new LinkedHashMap<>();
		header.put(METADATA, metadata);
		long begin = 0;
		for (TorchTensor tensor : tensors) {
			long end = begin + (long) tensor.length() * Float.BYTES;
			header.put(tensor.name(), new Entry(FLOAT, tensor.shape(), List.of(begin, end)));
			begin = end;
		}
		return header;
	}

	/**
	 * What the header says of a tensor.
	 *
	 * @param dtype type of its values
	 * @param shape its sizes
	 * @param data_offsets first byte and the one after its last, counted from the header
	 */
	record Entry(String dtype, List<Integer> shape, List<Long> data_offsets) {
	}

}
