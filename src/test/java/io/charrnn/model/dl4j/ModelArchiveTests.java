package io.charrnn.model.dl4j;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

import io.charrnn.model.Alphabet;
import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.ParameterLayout;
import io.charrnn.model.ReferenceNetwork;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class ModelArchiveTests {

	private static final String ALPHABET = "\n ab\u00e9\ud83d\ude00";

	private static final String PROVENANCE = "{\"corpus\":{\"name\":\"x\"},\"loss\":1.250,\"seed\":9007199254740993}";

	private static final LongConsumer ANY_MEMORY = (bytes) -> {
	};

	@ParameterizedTest
	@EnumSource(Cell.class)
	void readsWhatItWrote(Cell cell) throws IOException {
		ArchivedModel written = archived(cell, true);
		ArchivedModel read = ModelArchive.read(new ByteArrayInputStream(bytes(written)));
		assertThat(read.model().architecture()).isEqualTo(written.model().architecture());
		assertThat(read.model().alphabet()).isEqualTo(written.model().alphabet());
		assertThat(read.model().parameters()).isEqualTo(written.model().parameters());
		assertThat(read.updaterState()).isEqualTo(written.updaterState());
		assertThat(read.iteration()).isEqualTo(1234);
		assertThat(read.epoch()).isEqualTo(5);
		assertThat(read.provenanceJson()).isEqualTo(PROVENANCE);
	}

	@Test
	void keepsTheIndicesOfMarks() throws IOException {
		Alphabet alphabet = Alphabet.ofDocuments("ab", List.of("Welsh")).extendedBy(Alphabet.of("xyz"));
		Architecture architecture = new Architecture(Cell.GRU, 1, 4, alphabet.size());
		byte[] archive = bytes(new ArchivedModel(
				new LanguageModel(architecture, alphabet, random(new ParameterLayout(architecture).length())), null, 0,
				0, "{}"));
		Alphabet read = ModelArchive.read(new ByteArrayInputStream(archive)).model().alphabet();
		assertThat(read).isEqualTo(alphabet);
		assertThat(read.end()).isEqualTo(2);
		assertThat(read.begin("Welsh")).isEqualTo(3);
		assertThat(read.toString()).isEqualTo("abxyz");
	}

	@Test
	void readsAnArchiveWithoutUpdaterState() throws IOException {
		assertThat(ModelArchive.read(new ByteArrayInputStream(bytes(archived(Cell.LSTM, false)))).updaterState())
			.isNull();
	}

	@Test
	void readsAModelWithoutWhatFollowsItsWeights() throws IOException {
		Architecture architecture = new Architecture(Cell.LSTM, 1, 64, 80);
		float[] parameters = random(new ParameterLayout(architecture).length());
		Alphabet alphabet = Alphabet.of(IntStream.range(32, 112).boxed().toList());
		byte[] archive = bytes(new ArchivedModel(new LanguageModel(architecture, alphabet, parameters),
				new float[2 * parameters.length], 0, 0, "{}"));
		ByteArrayInputStream in = new ByteArrayInputStream(archive);
		LanguageModel read = ModelArchive.readModel(in);
		assertThat(read.architecture()).isEqualTo(architecture);
		assertThat(read.alphabet()).isEqualTo(alphabet);
		assertThat(read.parameters()).isEqualTo(parameters);
		assertThat(in.available()).isGreaterThan(archive.length / 2);
	}

	@Test
	void readsAnAlphabetWithoutTheWeightsThatFollow() throws IOException {
		byte[] archive = bytes(archived(Cell.LSTM, true));
		byte[] beginning = Arrays.copyOf(archive, archive.length / 2);
		assertThat(ModelArchive.readAlphabet(new ByteArrayInputStream(beginning))).isEqualTo(new Alphabet(ALPHABET));
	}

	@Test
	void tellsWhatTheArraysTakeBeforeItReadsThem() throws IOException {
		ArchivedModel archived = archived(Cell.LSTM, true);
		byte[] archive = bytes(archived);
		List<Long> told = new ArrayList<>();
		ModelArchive.read(new ByteArrayInputStream(archive), 1_000_000, told::add);
		assertThat(told).containsExactly(3L * Float.BYTES * archived.model().parameters().length);
		IllegalStateException tooFew = new IllegalStateException("too few");
		byte[] withoutArrays = Arrays.copyOf(archive, archive.length / 2);
		assertThatThrownBy(() -> ModelArchive.read(new ByteArrayInputStream(withoutArrays), 1_000_000, (bytes) -> {
			throw tooFew;
		})).isSameAs(tooFew);
	}

	@Test
	void readsNoModelFromAnArchiveWithoutWeights() throws IOException {
		Map<String, byte[]> entries = entries(archived(Cell.LSTM, false));
		entries.remove(ModelArchive.PARAMETERS);
		byte[] archive = zip(entries, Deflater.NO_COMPRESSION);
		assertThatExceptionOfType(InvalidArchiveException.class)
			.isThrownBy(() -> ModelArchive.readModel(new ByteArrayInputStream(archive)))
			.withMessageContaining(ModelArchive.PARAMETERS);
	}

	@Test
	void readsAVectorOfManyChunks() throws IOException {
		Architecture architecture = new Architecture(Cell.LSTM, 1, 64, 80);
		float[] parameters = random(new ParameterLayout(architecture).length());
		Alphabet alphabet = Alphabet.of(IntStream.range(32, 112).boxed().toList());
		ArchivedModel written = new ArchivedModel(new LanguageModel(architecture, alphabet, parameters), null, 0, 0,
				"{}");
		ArchivedModel read = ModelArchive.read(new ByteArrayInputStream(bytes(written)));
		assertThat(read.model().parameters()).isEqualTo(parameters).hasSizeGreaterThan(2 << 14);
	}

	@Test
	void readsAnArchiveThatWasPackedAgain() throws IOException {
		byte[] packed = zip(entries(archived(Cell.GRU, true)), Deflater.BEST_COMPRESSION);
		assertThat(ModelArchive.read(new ByteArrayInputStream(packed)).model().parameters())
			.isEqualTo(archived(Cell.GRU, true).model().parameters());
	}

	@Test
	void sameModelGivesTheSameBytes() throws IOException {
		assertThat(bytes(archived(Cell.LSTM, true))).isEqualTo(bytes(archived(Cell.LSTM, true)));
	}

	@ParameterizedTest
	@EnumSource(Cell.class)
	void dl4jOpensTheArchiveAndPredictsTheSame(Cell cell) throws IOException {
		Nd4jThread.prepare();
		ArchivedModel archived = archived(cell, true);
		MultiLayerNetwork network = ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(bytes(archived)),
				true);
		assertThat(network.getLayerWiseConfigurations().getIterationCount()).isEqualTo(1234);
		assertThat(network.getLayerWiseConfigurations().getEpochCount()).isEqualTo(5);
		assertThat(Floats.of(network.getUpdater().getStateViewArray())).isEqualTo(archived.updaterState());

		int[] characters = { 0, 3, 5, 1, 1, 2, 4 };
		INDArray input = Nd4j.create(DataType.FLOAT, 1, 6, characters.length);
		for (int step = 0; step < characters.length; step++) {
			input.putScalar(0, characters[step], step, 1);
		}
		INDArray output = network.output(input);
		ReferenceNetwork reference = new ReferenceNetwork(archived.model().architecture(),
				archived.model().parameters(), 1);
		for (int step = 0; step < characters.length; step++) {
			reference.read(characters[step]);
			for (int character = 0; character < 6; character++) {
				assertThat(output.getDouble(0, character, step)).isCloseTo(Math.exp(-reference.loss(character)),
						within(1e-6));
			}
		}
	}

	@ParameterizedTest
	@EnumSource(value = Cell.class, names = { "RNN", "LSTM" })
	void configurationNamesNoClassOfOurs(Cell cell) throws IOException {
		String json = new String(entries(archived(cell, true)).get("configuration.json"), StandardCharsets.UTF_8);
		assertThat(json).contains("org.deeplearning4j").doesNotContain("io.charrnn");
	}

	/** Whatever DL4J's reader makes of a vector, ours must make the same. */
	@Test
	void writesVectorsAsNd4jDoes() throws IOException {
		Nd4jThread.prepare();
		float[] values = random(70_000);
		ByteArrayOutputStream ours = new ByteArrayOutputStream();
		Nd4jVector.write(values, ours);
		ByteArrayOutputStream theirs = new ByteArrayOutputStream();
		Nd4j.write(Nd4j.create(values, 1, values.length), new DataOutputStream(theirs));
		assertThat(ours.toByteArray()).isEqualTo(theirs.toByteArray());
	}

	@Test
	void readsVectorsOfEveryShapeThatNd4jWrites() throws IOException {
		Nd4jThread.prepare();
		float[] values = random(10);
		for (INDArray array : List.of(Nd4j.create(values), Nd4j.create(values, 1, 10),
				Nd4j.create(values, new long[] { 1, 10 }, 'f'))) {
			ByteArrayOutputStream out = new ByteArrayOutputStream();
			Nd4j.write(array, new DataOutputStream(out));
			assertThat(Nd4jVector.read(new ByteArrayInputStream(out.toByteArray()), "x", 10)).isEqualTo(values);
		}
	}

	@Test
	void refusesAStockArchiveBecauseItsAlphabetIsMissing() throws IOException {
		Nd4jThread.prepare();
		MultiLayerNetwork network = ModelSerializer
			.restoreMultiLayerNetwork(new ByteArrayInputStream(bytes(archived(Cell.LSTM, true))), true);
		ByteArrayOutputStream stock = new ByteArrayOutputStream();
		ModelSerializer.writeModel(network, stock, true);
		assertRefused(stock.toByteArray(), "alphabet is missing");
	}

	static Stream<Arguments> hostileArchives() {
		return Stream.of(
				// names
				hostile("path that climbs", with("../configuration.json", new byte[1]), "«../configuration.json»"),
				hostile("absolute path", with("/etc/passwd", new byte[1]), "«/etc/passwd»"),
				hostile("folder", with("objects/", new byte[0]), "«objects/»"),
				hostile("backslash", with("..\\x", new byte[1]), "«..\\x»"),
				hostile("other case", renamed("coefficients.bin", "Coefficients.bin"), "«Coefficients.bin»"),
				hostile("control characters in a name", with("a\n\u001b[31mb\u202e", new byte[1]), "«a??[31mb?»"),
				hostile("normalizer", with("normalizer.bin", serialized()), "«normalizer.bin»"),
				hostile("preprocessor", with("preprocessor.bin", serialized()), "«preprocessor.bin»"),
				hostile("no parameters marker", with("noParams.marker", new byte[1]), "«noParams.marker»"),
				hostile("very long name", with("x".repeat(60_000), new byte[1]), "«" + "x".repeat(60) + "»"),
				// Java serialization in place of an array
				hostile("serialized parameters", replaced("coefficients.bin", serialized()), "not an ND4J array"),
				hostile("serialized updater", replaced("updaterState.bin", serialized()), "not an ND4J array"),
				// missing parts
				hostile("no description", without("char-rnn.json"), "alphabet is missing"),
				hostile("no configuration", without("configuration.json"), "no configuration.json"),
				// another network's configuration
				hostile("rubbish in place of the configuration", replaced("configuration.json", "rubbish".getBytes()),
						"configuration.json is not JSON"),
				hostile("configuration of nothing", replaced("configuration.json", "{}".getBytes()), "its layers are"),
				hostile("configuration that is no object", replaced("configuration.json", "[1]".getBytes()),
						"its layers are"),
				hostile("deep configuration", replaced("configuration.json", "[".repeat(100_000).getBytes()),
						"configuration.json is not JSON"),
				hostile("configuration with a class of another kind",
						edited("configuration.json",
								(bytes) -> new String(bytes).replace("RnnOutputLayer", "OutputLayer").getBytes()),
						"its layers are"),
				hostile("configuration of other sizes",
						edited("configuration.json",
								(bytes) -> new String(bytes).replaceAll("\"nin\" : [0-9]+", "\"nin\" : 77").getBytes()),
						"its layers are"),
				hostile("no parameters", without("coefficients.bin"), "no coefficients.bin"),
				hostile("description after the arrays", (entries) -> {
					entries.put("char-rnn.json", entries.remove("char-rnn.json"));
					return entries;
				}, "alphabet is missing"),
				// sizes
				hostile("large configuration", replaced("configuration.json", new byte[2 << 20]), "larger than"),
				hostile("large description", replaced("char-rnn.json", new byte[5 << 20]), "larger than"),
				hostile("too few parameters", edited("coefficients.bin", (bytes) -> vector(new float[10])),
						"but has 10"),
				hostile("too many updater values", edited("updaterState.bin", (bytes) -> vector(new float[99_999])),
						"but has 99,999"),
				hostile("parameters cut off", edited("coefficients.bin", (bytes) -> Arrays.copyOf(bytes, 1000)),
						"ends before"),
				hostile("parameters cut off in the header",
						edited("coefficients.bin", (bytes) -> Arrays.copyOf(bytes, 30)), "not an ND4J array"),
				hostile("empty parameters", replaced("coefficients.bin", new byte[0]), "damaged or truncated"),
				hostile("bytes after the parameters",
						edited("coefficients.bin", (bytes) -> Arrays.copyOf(bytes, bytes.length + 1)),
						"more bytes than expected"),
				// array headers, by offset in the format
				hostile("rank 2^62", patchedLong("coefficients.bin", 18, 1L << 62), "must hold a vector"),
				hostile("negative rank", patchedLong("coefficients.bin", 18, -1), "must hold a vector"),
				hostile("rank of a matrix", patchedLong("coefficients.bin", 32, 3), "contiguous vector"),
				hostile("rows", patchedLong("coefficients.bin", 40, 2), "contiguous vector"),
				hostile("columns", patchedLong("coefficients.bin", 48, Long.MAX_VALUE), "but has"),
				hostile("stride", patchedLong("coefficients.bin", 64, 2), "contiguous vector"),
				hostile("type", patchedLong("coefficients.bin", 72, 1 << 14), "32-bit"),
				hostile("element stride", patchedLong("coefficients.bin", 80, -1), "contiguous vector"),
				hostile("order", patchedLong("coefficients.bin", 88, 'a'), "contiguous vector"),
				hostile("length", patchedLong("coefficients.bin", 114, -5), "but has -5"),
				hostile("double", edited("coefficients.bin", (bytes) -> replace(bytes, "FLOAT", "HALFS")),
						"not an ND4J array"),
				hostile("compressed",
						edited("coefficients.bin", (bytes) -> replace(bytes, "MIXED_DATA_TYPES", "LONG_SHAPE_WHATX")),
						"not an ND4J array"),
				// values
				hostile("NaN", patchedFloat("coefficients.bin", 129 + 40, Float.NaN), "NaN at index 10"),
				hostile("infinity", patchedFloat("updaterState.bin", 129 + 80, Float.NEGATIVE_INFINITY),
						"-Infinity at index 20"),
				// description
				hostile("unknown format", json("\"format\":1", "\"format\":2"), "format is 2"),
				hostile("format as text", json("\"format\":1", "\"format\":\"1\""), "char-rnn.json"),
				hostile("no format", json("\"format\":1,", ""), "format"),
				hostile("unknown member", json("\"format\":1", "\"format\":1,\"class\":\"java.lang.Runtime\""),
						"char-rnn.json"),
				hostile("member twice", json("\"format\":1", "\"format\":1,\"format\":1"), "char-rnn.json"),
				hostile("text after the object", edited("char-rnn.json", (bytes) -> (text(bytes) + "{}").getBytes()),
						"char-rnn.json"),
				hostile("not JSON", replaced("char-rnn.json", "PK\u0003\u0004".getBytes()), "char-rnn.json"),
				hostile("empty description", replaced("char-rnn.json", new byte[0]), "char-rnn.json"),
				hostile("null description", replaced("char-rnn.json", "null".getBytes()), "char-rnn.json"),
				hostile("list", replaced("char-rnn.json", "[]".getBytes()), "char-rnn.json"),
				hostile("deep nesting", replaced("char-rnn.json", "[".repeat(100_000).getBytes()), "char-rnn.json"),
				hostile("deep provenance", json("\"provenance\":\\{", "\"provenance\":{\"x\":" + "[".repeat(100_000)),
						"char-rnn.json"),
				hostile("provenance of a number", json("\"provenance\":.*", "\"provenance\":7}"), "provenance"),
				hostile("unknown cell", json("LSTM", "TRANSFORMER"), "«architecture.cell»"),
				hostile("cell by number", json("\"LSTM\"", "1"), "char-rnn.json"),
				hostile("no layers", json("\"layers\":2", "\"layers\":0"), "layers must be"),
				hostile("many layers", json("\"layers\":2", "\"layers\":1000000000"), "layers must be"),
				hostile("fraction of a layer", json("\"layers\":2", "\"layers\":2.5"), "char-rnn.json"),
				hostile("null layers", json("\"layers\":2", "\"layers\":null"), "char-rnn.json"),
				hostile("negative size", json("\"hiddenSize\":7", "\"hiddenSize\":-7"), "hiddenSize must be"),
				hostile("huge size", json("\"hiddenSize\":7", "\"hiddenSize\":1000000000"), "at most 1,000,000"),
				hostile("large size", json("\"hiddenSize\":7", "\"hiddenSize\":1000"), "at most 1,000,000"),
				hostile("size beyond int", json("\"hiddenSize\":7", "\"hiddenSize\":99999999999"), "char-rnn.json"),
				hostile("other size", json("\"hiddenSize\":7", "\"hiddenSize\":8"), "but has"),
				hostile("alphabet too short", json("\"alphabet\":\"..", "\"alphabet\":\""), "alphabet has"),
				hostile("alphabet size", json("\"alphabetSize\":6", "\"alphabetSize\":7"), "alphabet has 6"),
				hostile("character twice", json(" ab", " aa"), "alphabet is rejected"),
				hostile("lone surrogate", json(" ab", " a\\\\ud800"), "lone surrogate"),
				hostile("negative iteration", json("\"iteration\":1234", "\"iteration\":-1"), "negative"),
				hostile("negative epoch", json("\"epoch\":5", "\"epoch\":-5"), "negative"));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("hostileArchives")
	void refusesAHostileArchive(String name, UnaryOperator<Map<String, byte[]>> attack, String message)
			throws IOException {
		assertRefused(zip(attack.apply(entries(archived(Cell.LSTM, true))), Deflater.NO_COMPRESSION), message);
	}

	@Test
	void readsWhatALaterReleaseStored() throws IOException {
		Map<String, byte[]> entries = entries(archived(Cell.LSTM, true));
		entries = json("\"iteration\":1234", "\"later\":{\"a\":[1]},\"iteration\":1234").apply(entries);
		byte[] later = zip(with("later.bin", new byte[100_000]).apply(entries), Deflater.NO_COMPRESSION);
		assertThat(ModelArchive.read(new ByteArrayInputStream(later)).iteration()).isEqualTo(1234);
		assertThat(ModelArchive.readModel(new ByteArrayInputStream(later)).alphabet().size()).isPositive();
		byte[] earlier = zip(json("\"epoch\":5,", "").apply(entries), Deflater.NO_COMPRESSION);
		assertThat(ModelArchive.read(new ByteArrayInputStream(earlier)).epoch()).isZero();
	}

	@Test
	void acceptsTheArchiveThatTheHostileOnesWereMadeFrom() throws IOException {
		byte[] archive = zip(entries(archived(Cell.LSTM, true)), Deflater.NO_COMPRESSION);
		assertThat(ModelArchive.read(new ByteArrayInputStream(archive), 1_000_000, ANY_MEMORY).iteration())
			.isEqualTo(1234);
	}

	@Test
	void refusesANameThatComesTwice() throws IOException {
		Map<String, byte[]> entries = entries(archived(Cell.LSTM, true));
		byte[] archive = zip(entries, Deflater.NO_COMPRESSION);
		byte[] description = entries.get("char-rnn.json");
		ByteArrayOutputStream once = new ByteArrayOutputStream();
		try (ZipOutputStream zip = new ZipOutputStream(once)) {
			zip.putNextEntry(new ZipEntry("char-rnn.json"));
			zip.write(description);
		}
		int directory = new String(once.toByteArray(), StandardCharsets.ISO_8859_1).indexOf("PK\u0001\u0002");
		ByteArrayOutputStream joined = new ByteArrayOutputStream();
		joined.write(once.toByteArray(), 0, directory);
		joined.write(archive);
		assertRefused(joined.toByteArray(), "char-rnn.json twice");
	}

	@Test
	void refusesAZipBombInAnArray() throws IOException {
		Map<String, byte[]> entries = entries(archived(Cell.LSTM, false));
		json("\"hiddenSize\":7", "\"hiddenSize\":700").apply(entries);
		Architecture architecture = new Architecture(Cell.LSTM, 2, 700, 6);
		entries.put("coefficients.bin", vector(new float[new ParameterLayout(architecture).length()]));
		byte[] bomb = zip(entries, Deflater.BEST_COMPRESSION);
		assertThat(bomb).hasSizeLessThan(1 << 20);
		assertThatExceptionOfType(InvalidArchiveException.class)
			.isThrownBy(() -> ModelArchive.read(new ByteArrayInputStream(bomb)))
			.withMessageContaining("compression ratio exceeds 20");
	}

	@Test
	void refusesAnArchiveCutOffAnywhere() throws IOException {
		byte[] archive = bytes(archived(Cell.RNN, true));
		for (int length = 0; length < archive.length; length++) {
			byte[] cut = Arrays.copyOf(archive, length);
			assertThatThrownBy(() -> ModelArchive.read(new ByteArrayInputStream(cut)))
				.isInstanceOf(InvalidArchiveException.class);
		}
	}

	@Test
	void refusesBytesAfterTheArchive() throws IOException {
		byte[] archive = bytes(archived(Cell.RNN, true));
		assertRefused(Arrays.copyOf(archive, archive.length + 1), "data after its end");
	}

	@Test
	void refusesWhatIsNoZip() throws IOException {
		assertRefused(new byte[0], "not a model archive");
		assertRefused("To be, or not to be".getBytes(), "not a model archive");
		assertRefused(zip(Map.of(), 0), "not a model archive");
		assertRefused(serialized(), "not a model archive");
	}

	@Test
	void neverAnswersMutatedBytesWithAnotherException() throws IOException {
		List<byte[]> seeds = new ArrayList<>();
		for (Cell cell : Cell.values()) {
			seeds.add(bytes(archived(cell, true)));
			seeds.add(zip(entries(archived(cell, true)), Deflater.BEST_COMPRESSION));
		}
		Random random = new Random(20);
		int refused = 0;
		for (int round = 0; round < 6000; round++) {
			byte[] mutated = mutate(seeds.get(round % seeds.size()), random);
			try {
				ArchivedModel read = ModelArchive.read(new ByteArrayInputStream(mutated), 1_000_000, ANY_MEMORY);
				assertThat(read.model().parameters()).doesNotContain(Float.NaN);
			}
			catch (InvalidArchiveException ex) {
				assertThat(ex.getMessage()).endsWith(".").hasSizeLessThan(1000);
				refused++;
			}
		}
		assertThat(refused).isGreaterThan(4000);
	}

	@Test
	void passesOnTheFailureOfTheStreamItself() {
		InputStream failing = new InputStream() {
			@Override
			public int read() throws IOException {
				throw new IOException("connection lost");
			}
		};
		assertThatIOException().isThrownBy(() -> ModelArchive.read(failing)).withMessage("connection lost");
	}

	private static byte[] mutate(byte[] seed, Random random) {
		byte[] mutated = seed.clone();
		int changes = 1 + random.nextInt(4);
		for (int change = 0; change < changes; change++) {
			int at = random.nextBoolean() ? random.nextInt(mutated.length)
					: Math.max(0, mutated.length - 1 - random.nextInt(300));
			switch (random.nextInt(5)) {
				case 0 -> mutated[at] ^= (byte) (1 << random.nextInt(8));
				case 1 -> mutated[at] = (byte) random.nextInt();
				case 2 -> mutated[at] = new byte[] { 0, -1, 127, -128, '"', '{' }[random.nextInt(6)];
				case 3 -> mutated = Arrays.copyOf(mutated, at + 1);
				default -> {
					int from = random.nextInt(mutated.length);
					int length = Math.min(random.nextInt(64), mutated.length - Math.max(from, at));
					System.arraycopy(mutated, from, mutated, at, length);
				}
			}
		}
		return mutated;
	}

	private static void assertRefused(byte[] archive, String message) {
		assertThatExceptionOfType(InvalidArchiveException.class)
			.isThrownBy(() -> ModelArchive.read(new ByteArrayInputStream(archive), 1_000_000, ANY_MEMORY))
			.withMessageContaining(message)
			.satisfies((ex) -> assertThat(ex.getMessage()).endsWith(".").doesNotContain("io.charrnn", "jackson"));
	}

	private static Arguments hostile(String name, UnaryOperator<Map<String, byte[]>> attack, String message) {
		return Arguments.of(name, attack, message);
	}

	/** Another entry, in the middle. */
	private static UnaryOperator<Map<String, byte[]>> with(String name, byte[] content) {
		return (entries) -> {
			entries.put(name, content);
			entries.put("coefficients.bin", removed(entries, "coefficients.bin"));
			return entries;
		};
	}

	private static UnaryOperator<Map<String, byte[]>> without(String name) {
		return changing((entries) -> entries.remove(name));
	}

	private static UnaryOperator<Map<String, byte[]>> renamed(String name, String other) {
		return changing((entries) -> entries.put(other, removed(entries, name)));
	}

	private static UnaryOperator<Map<String, byte[]>> replaced(String name, byte[] content) {
		return changing((entries) -> entries.replace(name, content));
	}

	private static UnaryOperator<Map<String, byte[]>> edited(String name, UnaryOperator<byte[]> edit) {
		return changing((entries) -> entries.computeIfPresent(name, (key, content) -> edit.apply(content)));
	}

	private static UnaryOperator<Map<String, byte[]>> patchedLong(String name, int offset, long value) {
		return edited(name, (bytes) -> ByteBuffer.wrap(bytes).putLong(offset, value).array());
	}

	private static UnaryOperator<Map<String, byte[]>> patchedFloat(String name, int offset, float value) {
		return edited(name, (bytes) -> ByteBuffer.wrap(bytes).putFloat(offset, value).array());
	}

	private static UnaryOperator<Map<String, byte[]>> json(String pattern, String replacement) {
		return edited("char-rnn.json", (bytes) -> {
			String changed = text(bytes).replaceFirst(pattern, replacement);
			assertThat(changed).isNotEqualTo(text(bytes));
			return changed.getBytes(StandardCharsets.UTF_8);
		});
	}

	private static UnaryOperator<Map<String, byte[]>> changing(Consumer<Map<String, byte[]>> change) {
		return (entries) -> {
			change.accept(entries);
			return entries;
		};
	}

	private static byte[] removed(Map<String, byte[]> entries, String name) {
		byte[] content = entries.remove(name);
		assertThat(content).isNotNull();
		return (content != null) ? content : new byte[0];
	}

	private static byte[] replace(byte[] bytes, String text, String other) {
		String latin = new String(bytes, StandardCharsets.ISO_8859_1);
		assertThat(latin).contains(text);
		return latin.replace(text, other).getBytes(StandardCharsets.ISO_8859_1);
	}

	private static byte[] vector(float[] values) {
		try {
			ByteArrayOutputStream out = new ByteArrayOutputStream();
			Nd4jVector.write(values, out);
			return out.toByteArray();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static byte[] serialized() {
		try {
			ByteArrayOutputStream out = new ByteArrayOutputStream();
			new ObjectOutputStream(out).writeObject(new HashMap<>(Map.of("a", 1)));
			return out.toByteArray();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

	private static Map<String, byte[]> entries(ArchivedModel archived) throws IOException {
		Map<String, byte[]> entries = new LinkedHashMap<>();
		ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes(archived)));
		for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
			entries.put(entry.getName(), zip.readAllBytes());
		}
		return entries;
	}

	private static byte[] zip(Map<String, byte[]> entries, int level) throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		try (ZipOutputStream zip = new ZipOutputStream(out)) {
			zip.setLevel(level);
			for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
				zip.putNextEntry(new ZipEntry(entry.getKey()));
				zip.write(entry.getValue());
			}
		}
		return out.toByteArray();
	}

	private static byte[] bytes(ArchivedModel archived) throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		ModelArchive.write(archived, out);
		return out.toByteArray();
	}

	private static ArchivedModel archived(Cell cell, boolean updaterState) {
		Architecture architecture = new Architecture(cell, 2, 7, 6);
		int length = new ParameterLayout(architecture).length();
		LanguageModel model = new LanguageModel(architecture, new Alphabet(ALPHABET), random(length));
		return new ArchivedModel(model, updaterState ? random(2 * length) : null, 1234, 5, PROVENANCE);
	}

	private static float[] random(int length) {
		Random random = new Random(length);
		float[] values = new float[length];
		for (int i = 0; i < length; i++) {
			values[i] = random.nextFloat() - 0.5f;
		}
		return values;
	}

}
