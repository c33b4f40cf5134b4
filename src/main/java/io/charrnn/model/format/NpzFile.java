package io.charrnn.model.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import io.charrnn.model.Alphabet;
import io.charrnn.model.LanguageModel;
import tools.jackson.databind.json.JsonMapper;

/**
 * A network as a zip of arrays that {@code numpy.load} opens: those of
 * {@link TorchTensor} by their names, {@code alphabet} with the code points of the
 * characters (int32, since numpy's strings drop a trailing U+0000), and {@code metadata}
 * with the UTF-8 bytes of {@link ModelMetadata} as a JSON object. See numpy.lib.format
 * for the header of an array.
 */
public final class NpzFile {

	private static final byte[] MAGIC = { (byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0 };

	private static final int ALIGNMENT = 64;

	/** Any time will do that never changes and that a zip can hold. */
	private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

	private static final JsonMapper MAPPER = new JsonMapper();

	private NpzFile() {
	}

	/**
	 * Writes a model. The same model always gives the same bytes.
	 * @param out receives the file; stays open
	 * @throws IOException if the stream does not take it
	 */
	public static void write(LanguageModel model, String provenanceJson, OutputStream out) throws IOException {
		ZipOutputStream zip = new ZipOutputStream(out);
		zip.setLevel(Deflater.NO_COMPRESSION);
		LittleEndian values = new LittleEndian(zip);
		for (TorchTensor tensor : TorchTensor.of(model.architecture())) {
			begin(zip, tensor.name(), "<f4", tensor.shape());
			values.write(model.parameters(), tensor.blocks());
		}
		begin(zip, "alphabet", "<i4", List.of(model.alphabet().size()));
		zip.write(codePoints(model.alphabet()));
		byte[] metadata = MAPPER.writeValueAsBytes(ModelMetadata.of(model, provenanceJson));
		begin(zip, "metadata", "|u1", List.of(metadata.length));
		zip.write(metadata);
		zip.finish();
	}

	private static void begin(ZipOutputStream zip, String name, String type, List<Integer> shape) throws IOException {
		ZipEntry entry = new ZipEntry(name + ".npy");
		entry.setTimeLocal(ENTRY_TIME);
		zip.putNextEntry(entry);
		zip.write(header(type, shape));
	}

	private static byte[] header(String type, List<Integer> shape) {
		String sizes = shape.stream().map((size) -> size + ",").collect(Collectors.joining(" "));
		String description = String.format(Locale.ROOT, "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }",
				type, sizes);
		int before = MAGIC.length + Short.BYTES;
		int length = (before + description.length() + ALIGNMENT) / ALIGNMENT * ALIGNMENT - before;
		String padded = description + " ".repeat(length - description.length() - 1) + "\n";
		return ByteBuffer.allocate(before + length)
			.order(ByteOrder.LITTLE_ENDIAN)
			.put(MAGIC)
			.putShort((short) length)
			.put(padded.getBytes(StandardCharsets.US_ASCII))
			.array();
	}

	private static byte[] codePoints(Alphabet alphabet) {
		ByteBuffer bytes = ByteBuffer.allocate(alphabet.size() * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
		for (int index = 0; index < alphabet.size(); index++) {
			bytes.putInt(alphabet.characterAt(index));
		}
		return bytes.array();
	}

}
