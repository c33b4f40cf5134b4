package io.charrnn.model.format;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;

import io.charrnn.model.Alphabet;
import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.Normalization;
import io.charrnn.model.ParameterLayout;
import io.charrnn.model.dl4j.ArchivedModel;
import io.charrnn.model.dl4j.InvalidArchiveException;
import io.charrnn.testing.Networks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SafetensorsTests {

	private static final LongConsumer NO_LIMIT = (bytes) -> {
		// There is enough memory.
	};

	/** What means something in a header, and what does not belong there. */
	private static final String BYTES = "{}[]\",:0123456789-eE.\\u \u0000\u00ff";

	private static final String ALPHABET = "\u0000\n ab\"\\é漢😀";

	@ParameterizedTest
	@EnumSource
	void readsWhatItWrote(Cell cell) throws IOException {
		LanguageModel model = Networks.random(cell, 3, 5, ALPHABET);
		ArchivedModel read = read(write(model));
		assertThat(read.model().architecture()).isEqualTo(model.architecture());
		assertThat(read.model().alphabet()).isEqualTo(model.alphabet());
		assertThat(read.model().parameters()).containsExactly(model.parameters());
		assertThat(read.provenanceJson()).isEqualTo("{\"iterations\":3}");
	}

	@ParameterizedTest
	@EnumSource
	void readsBackGains(Cell cell) throws IOException {
		LanguageModel model = normed(cell);
		ArchivedModel read = read(write(model));
		assertThat(read.model().architecture()).isEqualTo(model.architecture());
		assertThat(read.model().parameters()).containsExactly(model.parameters());
	}

	@Test
	void refusesGainsThatTheMetadataDoesNotName() {
		byte[] normed = write(normed(Cell.GRU));
		assertThatThrownBy(() -> read(withHeader(normed, (header) -> header.replace("\"rms\"", "\"layer\""))))
			.hasMessage("The file's __metadata__ names the normalization \"layer\", but it has a tensor rnn.gain_l0.");
		assertThatThrownBy(
				() -> read(withHeader((header) -> header.replace("\"cell\":", "\"normalization\":\"rms\",\"cell\":"))))
			.hasMessage("The file's __metadata__ names the normalization \"rms\", but it has no tensor rnn.gain_l0.");
	}

	@Test
	void readsBackTheMarksOfDocuments() throws IOException {
		Alphabet alphabet = Alphabet.ofDocuments("ab", List.of("Welsh", "\u4e2d\u6587")).extendedBy(new Alphabet("c"));
		LanguageModel model = Networks.random(Cell.LSTM, 1, 2, "abcdef");
		LanguageModel marked = new LanguageModel(model.architecture(), alphabet, model.parameters());
		assertThat(read(write(marked)).model().alphabet()).isEqualTo(alphabet);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{", "7", "[]", "{}", "{'end': 9, 'labels': {}}", "{'end': -1}", "{'end': 2, 'end': 2}",
			"{'end': 2, 'labels': {'x': 2}}", "{'end': 2147483648}", "{'end': 2, 'labels': {'a\\ud800': 3}}" })
	void refusesOtherMarks(String marks) {
		String json = marks.replace("\\", "\\\\").replace("'", "\\\"");
		assertThatThrownBy(() -> read(withHeader(
				(header) -> header.replace("\"alphabet\":\"abc\"", "\"alphabet\":\"ab\",\"marks\":\"" + json + "\""))))
			.isInstanceOf(InvalidArchiveException.class);
	}

	@Test
	void writesTheSameModelAsTheSameBytes() throws IOException {
		LanguageModel model = Networks.random(Cell.LSTM, 2, 8, ALPHABET);
		assertThat(write(model)).isEqualTo(write(model));
	}

	@Test
	void addsBothBiasesOfPyTorch() throws IOException {
		Architecture architecture = new Architecture(Cell.RNN, 1, 1, 2);
		ParameterLayout layout = new ParameterLayout(architecture);
		float[] parameters = new float[layout.length()];
		parameters[layout.bias(0)] = 3;
		byte[] file = write(new LanguageModel(architecture, new Alphabet("ab"), parameters));
		ByteBuffer values = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
		int recurrentBias = 8 + (int) values.getLong(0) + (2 + 1 + 1) * Float.BYTES;
		assertThat(values.getFloat(recurrentBias)).isZero();
		values.putFloat(recurrentBias, 4);
		assertThat(read(file).model().parameters()[layout.bias(0)]).isEqualTo(7);
	}

	@Test
	void alignsTheValues() throws IOException {
		for (String alphabet : new String[] { "ab", "abc", "abcd", "abcde", "abcdef", "abcdefg", "abcdefgh" }) {
			ByteBuffer file = ByteBuffer.wrap(write(Networks.random(Cell.GRU, 1, 3, alphabet)));
			assertThat(file.order(ByteOrder.LITTLE_ENDIAN).getLong(0) % 8).isZero();
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					"alphabet":"abc"           | "alphabet":"abb"                | The file's alphabet is rejected: an alphabet has each character once, but U+0062 comes twice.
					"alphabet":"abc"           | "alphabet":"ab"                 | rnn.weight_ih_l0 has 3 columns, but the alphabet has 2 characters.
					"alphabet":"abc"           | "alphabet":"ab\\ud800"          | The file's alphabet has a lone surrogate.
					"alphabet":"abc"           | "letters":"abc"                 | The file's __metadata__ must have the characters that the network knows, in the order of their indices, as "alphabet".
					"alphabet":"abc"           | "alphabet":7                    | The file's __metadata__ must have the characters that the network knows, in the order of their indices, as "alphabet".
					"cell":"LSTM"              | "cell":"GRU"                    | The file's __metadata__ names the cell "GRU", but its weights are those of LSTM.
					"rnn.weight_hh_l0"         | "rnn.weight_hr_l0"              | The file has no tensor rnn.weight_hh_l0.
					"rnn.bias_hh_l0"           | "rnn.bias_ih_l0_reverse"        | The file has a tensor «rnn.bias_ih_l0_reverse», but may only have those of an nn.LSTM named rnn, in one direction and without projections, and of an nn.Linear named output.
					"F32"                      | "F16"                           | must be of the type F32, not "F16": PyTorch's float() converts it.
					"shape":[3,2]              | "shape":[2,3]                   | output.weight must have the shape [3, 2], not [2, 3].
					"shape":[8,3]              | "shape":[8,3,1]                 | rnn.weight_ih_l0 must have 2 sizes, not [8,3,1].
					"shape":[8,3]              | "shape":[8.5,3]                 | rnn.weight_ih_l0 must have 2 sizes, not [8.5,3].
					"shape":[8,2]              | "shape":[8,0]                   | rnn.weight_hh_l0 must have 1 (RNN), 3 (GRU) or 4 (LSTM) times as many rows as columns, not 8 and 0.
					"shape":[8,2]              | "shape":[9,2]                   | rnn.weight_hh_l0 must have 1 (RNN), 3 (GRU) or 4 (LSTM) times as many rows as columns, not 9 and 2.
					"shape":[8,2]              | "shape":[2147483644,536870911]  | The file's network has
					"data_offsets":[96,160]    | "data_offsets":[97,161]         | rnn.weight_hh_l0 must begin at byte 96 of the values, where the tensor before it ends, not at 97.
					"data_offsets":[96,160]    | "data_offsets":[96]             | rnn.weight_hh_l0 has 64 bytes, and its data_offsets must say where they are, not [96].
					"data_offsets":[96,160]    | "data_offsets":[-9,55]          | rnn.weight_hh_l0 has 64 bytes, and its data_offsets must say where they are, not [-9,55].
					{"__metadata__"            | [{"__metadata__"                | The file's header is not valid JSON.
					"layers":"1"               | "cell":"LSTM"                   | The file's header is not valid JSON.
					""")
	void refusesAnotherHeader(String part, String instead, String message) {
		assertThatThrownBy(() -> read(withHeader((header) -> header.replace(part, instead))))
			.isInstanceOf(InvalidArchiveException.class)
			.hasMessageContaining(message);
	}

	@Test
	void refusesAHeaderThatIsNoObject() {
		assertThatThrownBy(() -> read(withHeader((header) -> "[]"))).isInstanceOf(InvalidArchiveException.class)
			.hasMessage("The file's header must be a JSON object.");
	}

	@ParameterizedTest
	@ValueSource(longs = { Long.MIN_VALUE, -1, 0, 1, 1 << 20, Long.MAX_VALUE })
	void refusesAnotherLengthOfTheHeader(long length) {
		byte[] file = write(model());
		ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
		assertThatThrownBy(() -> read(file)).isInstanceOf(InvalidArchiveException.class);
	}

	@Test
	void refusesAFileThatIsCutOffAnywhere() {
		byte[] file = write(model());
		for (int length = 0; length < file.length; length++) {
			byte[] part = Arrays.copyOf(file, length);
			assertThatThrownBy(() -> read(part)).isInstanceOf(InvalidArchiveException.class);
		}
	}

	@Test
	void refusesWhatFollows() {
		byte[] file = write(model());
		assertThatThrownBy(() -> read(Arrays.copyOf(file, file.length + 1)))
			.hasMessageStartingWith("The file's header speaks of");
	}

	@ParameterizedTest
	@ValueSource(floats = { Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY })
	void refusesNumbersThatAreNotFinite(float value) {
		byte[] file = write(model());
		ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putFloat(file.length - Float.BYTES, value);
		assertThatThrownBy(() -> read(file)).isInstanceOf(InvalidArchiveException.class)
			.hasMessageStartingWith("output.bias has " + value);
	}

	@Test
	void refusesALargerNetworkThanIsAccepted() {
		byte[] file = write(model());
		assertThatThrownBy(() -> SafetensorsReader.read(new ByteArrayInputStream(file), file.length, 10, NO_LIMIT))
			.isInstanceOf(InvalidArchiveException.class)
			.hasMessage("The file's network has 57 parameters, but at most 10 are accepted.");
	}

	@Test
	void takesMemoryForTheHeaderBeforeItIsRead() {
		byte[] file = write(model());
		InputStream in = new ByteArrayInputStream(file);
		LongConsumer memory = (bytes) -> {
			throw new IllegalStateException(bytes + " bytes");
		};
		long header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
		assertThatThrownBy(() -> SafetensorsReader.read(in, file.length, 1 << 20, memory))
			.hasMessage(32 * header + " bytes");
		assertThat(in).hasBinaryContent(Arrays.copyOfRange(file, 8, file.length));
	}

	@Test
	void readsOrRefusesWhateverIsDamaged() throws IOException {
		byte[] file = write(model());
		int header = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
		Random random = new Random(18);
		int refused = 0;
		for (int round = 0; round < 20_000; round++) {
			byte[] damaged = file.clone();
			for (int change = random.nextInt(4); change >= 0; change--) {
				damaged[random.nextInt(8 + header)] = (byte) BYTES.charAt(random.nextInt(BYTES.length()));
			}
			refused += isRefused(damaged) ? 1 : 0;
		}
		assertThat(refused).isBetween(15_000, 20_000);
	}

	/** Anything else that is thrown is a fault. */
	private static boolean isRefused(byte[] file) throws IOException {
		try {
			read(file);
			return false;
		}
		catch (InvalidArchiveException ex) {
			return true;
		}
	}

	private static LanguageModel model() {
		return Networks.random(Cell.LSTM, 1, 2, "abc");
	}

	private static LanguageModel normed(Cell cell) {
		return Networks.small(new Architecture(cell, 2, 5, 9, Normalization.RMS));
	}

	private static byte[] withHeader(UnaryOperator<String> change) {
		return withHeader(write(model()), change);
	}

	private static byte[] withHeader(byte[] file, UnaryOperator<String> change) {
		int length = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
		byte[] header = change.apply(new String(file, 8, length, StandardCharsets.UTF_8))
			.getBytes(StandardCharsets.UTF_8);
		return ByteBuffer.allocate(8 + header.length + file.length - 8 - length)
			.order(ByteOrder.LITTLE_ENDIAN)
			.putLong(header.length)
			.put(header)
			.put(file, 8 + length, file.length - 8 - length)
			.array();
	}

	private static byte[] write(LanguageModel model) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		try {
			SafetensorsFile.write(model, "{\"iterations\":3}", out);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return out.toByteArray();
	}

	private static ArchivedModel read(byte[] file) throws IOException {
		return SafetensorsReader.read(new ByteArrayInputStream(file), file.length, 1 << 20, NO_LIMIT);
	}

}
