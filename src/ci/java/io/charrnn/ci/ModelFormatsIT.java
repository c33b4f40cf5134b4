package io.charrnn.ci;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.charrnn.ci.browser.Chromium;
import io.charrnn.model.Alphabet;
import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;
import io.charrnn.model.CounterRandom;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.Normalization;
import io.charrnn.testing.Networks;
import io.charrnn.testing.ServiceTest;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What other tools make of downloaded models: those of docs/formats.md, by its own
 * programs.
 */
@ServiceTest
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ModelFormatsIT {

	private static final String ALPHABET = "abcdefgh \n\"漢😀";

	private static final Map<Integer, Integer> ALPHABET_INDEX = index();

	private static final List<Arguments> NETWORKS = Arrays.stream(Cell.values())
		.flatMap((cell) -> Stream.of(Arguments.of(cell, 1, Normalization.NONE),
				Arguments.of(cell, 3, Normalization.NONE), Arguments.of(cell, 2, Normalization.RMS)))
		.toList();

	private static final int HIDDEN = 48;

	private static final Offset<Double> TOLERANCE = Offset.offset(1e-5);

	private static final String TEXT = text(1_000);

	private static final String PRINT_LOSSES = "\nfor loss in losses:\n    print('loss', float(loss))\n";

	private final HttpClient http = HttpClient.newHttpClient();

	@LocalServerPort
	private int port;

	@TempDir
	private Path folder;

	@ParameterizedTest
	@FieldSource("NETWORKS")
	void numpyFindsTheSameSurprisals(Cell cell, int layers, Normalization normalization) throws Exception {
		upload(cell, layers, normalization);
		download(cell, "npz");
		assertSame(python(program("```python\n", "numpy")), surprisals(cell.name()));
	}

	/** Whose marks stand among the characters. */
	@Test
	void pyTorchAndNumpyReadWholeDocuments() throws Exception {
		Alphabet alphabet = Alphabet.ofDocuments(ALPHABET.substring(0, 5), List.of("Welsh", "中文"))
			.extendedBy(new Alphabet(ALPHABET.substring(5)));
		upload(Cell.LSTM, 2, Normalization.RMS, alphabet);
		download(Cell.LSTM, "safetensors");
		download(Cell.LSTM, "npz");
		double[] expected = surprisals(Cell.LSTM.name());
		assertThat(expected).hasSize(TEXT.codePointCount(0, TEXT.length()) + 1);
		assertThat(python(pyTorch(Normalization.RMS))).containsExactly(expected, TOLERANCE);
		assertThat(python(program("```python\n", "numpy"))).containsExactly(expected, TOLERANCE);
	}

	@ParameterizedTest
	@FieldSource("NETWORKS")
	void onnxRuntimeFindsTheSameSurprisalsInPieces(Cell cell, int layers, Normalization normalization)
			throws Exception {
		LanguageModel model = upload(cell, layers, normalization);
		Path file = download(cell, "onnx");
		int[] text = TEXT.codePoints().map(ALPHABET_INDEX::get).toArray();
		double[] expected = surprisals(cell.name());
		assertThat(model.alphabet()).hasToString(ALPHABET);
		try (OrtEnvironment environment = OrtEnvironment.getEnvironment();
				OrtSession session = environment.createSession(file.toString())) {
			Map<String, OnnxTensor> state = zeroState(environment, session, layers);
			int position = 0;
			for (int length : new int[] { 1, 400, 598 }) {
				state.put("characters", OnnxTensor.createTensor(environment,
						LongBuffer.wrap(longs(text, position, length)), new long[] { length, 1 }));
				OrtSession.Result result = session.run(state);
				float[][][] logProbabilities = (float[][][]) result.get("logProbabilities").orElseThrow().getValue();
				for (int i = 0; i < length; i++) {
					int next = position + i + 1;
					assertThat(-(double) logProbabilities[i][0][text[next]]).isCloseTo(expected[next], TOLERANCE);
				}
				for (String name : List.copyOf(state.keySet())) {
					if (name.endsWith("0")) {
						state.put(name, (OnnxTensor) result.get(name.replace("0", "T")).orElseThrow());
					}
				}
				position += length;
			}
		}
	}

	@ParameterizedTest
	@FieldSource("NETWORKS")
	void comesBackFromSafetensorsAsItWas(Cell cell, int layers, Normalization normalization) throws Exception {
		upload(cell, layers, normalization);
		uploadSafetensors("returned", download(cell, "safetensors"));
		assertThat(surprisals("returned")).containsExactly(surprisals(cell.name()));
	}

	/**
	 * Then it makes a network itself, with two random biases each, and a header as
	 * PyTorch's users write it.
	 */
	@ParameterizedTest
	@FieldSource("NETWORKS")
	void pyTorchFindsTheSameSurprisalsAndMakesNetworksThatAreTaken(Cell cell, int layers, Normalization normalization)
			throws Exception {
		upload(cell, layers, normalization);
		download(cell, "safetensors");
		String program = pyTorch(normalization) + PRINT_LOSSES + program("```python\n", "A network of your own") + """
				torch.manual_seed(18)
				model = CharRnn("%s", len(alphabet), 40, %d)
				save(model.state_dict(), about["alphabet"], "made.safetensors")
				with torch.no_grad():
				    log_probabilities, _ = model(text[:-1, None])
				losses = -log_probabilities[:, 0].gather(1, text[1:, None])
				""".formatted(cell, layers);
		double[] losses = python(program);
		assertSame(Arrays.copyOf(losses, losses.length / 2), surprisals(cell.name()));
		uploadSafetensors("made", this.folder.resolve("made.safetensors"));
		assertSame(Arrays.copyOfRange(losses, losses.length / 2, losses.length), surprisals("made"));
	}

	@Test
	void writesTextInTheBrowser() throws Exception {
		TestModels.upload(this.port, "cyclic", Networks.cycle("abcdef"));
		NodeProject.install("onnxruntime-web", this.folder);
		Files.write(this.folder.resolve("model.onnx"), get("cyclic", "onnx").body());
		Files.writeString(this.folder.resolve("write.js"), program("```javascript\n", "In the browser"));
		Files.writeString(this.folder.resolve("index.html"), program("```html\n", "In the browser"));
		try (Chromium chromium = Chromium.start(); Page page = chromium.browser().newPage()) {
			page.setDefaultTimeout(120_000);
			List<String> errors = new CopyOnWriteArrayList<>();
			page.onPageError(errors::add);
			page.route("http://pages.test/**", (route) -> route.fulfill(new Route.FulfillOptions()
				.setPath(this.folder.resolve(URI.create(route.request().url()).getPath().substring(1)))));
			page.navigate("http://pages.test/index.html");
			page.waitForCondition(() -> !errors.isEmpty() || !page.locator("#text").innerText().isEmpty());
			assertThat(errors).isEmpty();
			assertThat(page.locator("#text").innerText()).isEqualTo("abcdef".repeat(33) + "abcde");
		}
	}

	private static Map<Integer, Integer> index() {
		int[] characters = ALPHABET.codePoints().toArray();
		return IntStream.range(0, characters.length)
			.boxed()
			.collect(Collectors.toMap((index) -> characters[index], (index) -> index));
	}

	private static String text(int length) {
		int[] characters = ALPHABET.codePoints().toArray();
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < length; i++) {
			text.appendCodePoint(characters[(int) (CounterRandom.uniform(3, i) * characters.length)]);
		}
		return text.toString();
	}

	private static long[] longs(int[] text, int from, int length) {
		return Arrays.stream(text, from, from + length).asLongStream().toArray();
	}

	private static Map<String, OnnxTensor> zeroState(OrtEnvironment environment, OrtSession session, int layers)
			throws OrtException {
		Map<String, OnnxTensor> state = new HashMap<>();
		for (String name : session.getInputNames()) {
			if (!name.equals("characters")) {
				state.put(name, OnnxTensor.createTensor(environment, FloatBuffer.allocate(layers * HIDDEN),
						new long[] { layers, 1, HIDDEN }));
			}
		}
		return state;
	}

	private void uploadSafetensors(String name, Path file) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(uri("/api/v1/models?format=safetensors&name=" + name))
			.header("Content-Type", "application/octet-stream")
			.POST(BodyPublishers.ofFile(file))
			.build();
		HttpResponse<String> response = this.http.send(request, BodyHandlers.ofString());
		assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
	}

	/** With weights so small that rounding does not grow from character to character. */
	private LanguageModel upload(Cell cell, int layers, Normalization normalization)
			throws IOException, InterruptedException {
		return upload(cell, layers, normalization, new Alphabet(ALPHABET));
	}

	private LanguageModel upload(Cell cell, int layers, Normalization normalization, Alphabet alphabet)
			throws IOException, InterruptedException {
		Architecture architecture = new Architecture(cell, layers, HIDDEN, alphabet.size(), normalization);
		LanguageModel model = new LanguageModel(architecture, alphabet, Networks.small(architecture).parameters());
		TestModels.upload(this.port, cell.name(), model);
		return model;
	}

	private Path download(Cell cell, String format) throws IOException, InterruptedException {
		HttpResponse<byte[]> response = get(cell.name(), format);
		assertThat(response.statusCode()).isEqualTo(200);
		return Files.write(this.folder.resolve("model." + format), response.body());
	}

	private HttpResponse<byte[]> get(String model, String format) throws IOException, InterruptedException {
		return this.http.send(
				HttpRequest.newBuilder(uri("/api/v1/models/" + model + "/archive?format=" + format)).build(),
				BodyHandlers.ofByteArray());
	}

	private URI uri(String path) {
		return URI.create("http://127.0.0.1:" + this.port + path);
	}

	/** What the service finds. */
	private double[] surprisals(String model) throws IOException, InterruptedException {
		JsonMapper json = new JsonMapper();
		HttpRequest request = HttpRequest.newBuilder(uri("/api/v1/models/" + model + "/scores"))
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(json.writeValueAsString(Map.of("text", TEXT))))
			.build();
		HttpResponse<String> response = this.http.send(request, BodyHandlers.ofString());
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return json.readTree(response.body())
			.at("/scores/0/characters")
			.valueStream()
			.map((character) -> character.get("surprisal"))
			.mapToDouble(JsonNode::asDouble)
			.toArray();
	}

	/** What a program leaves in {@code losses}, after what it has printed itself. */
	private double[] python(String program) throws IOException, InterruptedException {
		String output = Python.run(this.folder, program + PRINT_LOSSES, TEXT);
		return output.lines()
			.filter((line) -> line.startsWith("loss "))
			.mapToDouble((line) -> Double.parseDouble(line.substring("loss ".length())))
			.toArray();
	}

	private static String pyTorch(Normalization normalization) throws IOException {
		String program = program("```python\n", "PyTorch");
		return (normalization == Normalization.NONE) ? program
				: program
					.replace("class CharRnn",
							program("```python\n", "### Networks with normalization") + "class CharRnn")
					.replace("getattr(torch.nn, cell)(", "NormedRnn(cell, ");
	}

	/** The document's program in a language that speaks of something. */
	private static String program(String fence, String what) throws IOException {
		String document = Files.readString(Path.of("docs", "formats.md"));
		String after = document.substring(document.indexOf(what, document.indexOf("## Tensors")));
		String program = after.substring(after.indexOf(fence) + fence.length());
		return program.substring(0, program.indexOf("```"));
	}

	/** The first character has none. */
	private static void assertSame(double[] actual, double[] expected) {
		assertThat(expected).hasSize(TEXT.codePointCount(0, TEXT.length()));
		assertThat(actual).hasSize(expected.length - 1);
		for (int i = 0; i < actual.length; i++) {
			assertThat(actual[i]).as("character %d", i + 1).isCloseTo(expected[i + 1], TOLERANCE);
		}
	}

}
