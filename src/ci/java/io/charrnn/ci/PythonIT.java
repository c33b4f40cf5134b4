package io.charrnn.ci;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.charrnn.testing.ServiceTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/** The programs of docs/python.md and the notebook, as they are pasted. */
@ServiceTest
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class PythonIT {

	private static final Path NOTEBOOK = Path.of("demo", "char-rnn.ipynb");

	private static final Pattern BLOCK = Pattern.compile("^```python\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

	private static final Pattern DURATION = Pattern.compile("PT[23]0S");

	private static final String EXECUTE = """
			import nbclient, nbformat
			notebook = nbformat.read("notebook.ipynb", 4)
			nbformat.validate(notebook)
			nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
			for cell in notebook.cells:
			    for output in cell.get("outputs", []):
			        print(output.get("text") or list(output.data))
			""";

	@LocalServerPort
	private int port;

	@TempDir
	private Path folder;

	@ParameterizedTest
	@ValueSource(strings = { "The standard library", "requests" })
	void trainsWritesScoresAndDownloads(String library) throws Exception {
		Files.copy(Path.of("docs", "tour.md"), this.folder.resolve("text.txt"));
		String printed = Python.run(this.folder, here(program(library)), "");
		assertThat(printed).containsPattern("100 ?%").contains(" bits per character");
		byte[] model = Files.readAllBytes(this.folder.resolve("python.safetensors"));
		assertThat(new String(model, StandardCharsets.ISO_8859_1)).contains("rnn.weight_hh_l0");
	}

	@Test
	void executesTheNotebook() throws Exception {
		Files.writeString(this.folder.resolve("notebook.ipynb"), here(Files.readString(NOTEBOOK)));
		assertThat(Python.run(this.folder, EXECUTE, "")).contains("[" + "#".repeat(50) + "] 100%", "image/png",
				"nats beside the service");
	}

	@Test
	void keepsNoOutputsInTheNotebook() throws Exception {
		JsonNode notebook = new JsonMapper().readTree(Files.readString(NOTEBOOK));
		assertThat(notebook.get("cells")).filteredOn((cell) -> cell.has("outputs"))
			.isNotEmpty()
			.allMatch((cell) -> cell.get("outputs").isEmpty() && cell.get("execution_count").isNull());
	}

	/** The blocks of a section, one after the other. */
	private static String program(String heading) throws Exception {
		String document = Files.readString(Path.of("docs", "python.md"));
		String section = document.substring(document.indexOf("\n## " + heading + "\n") + 1);
		int next = section.indexOf("\n## ");
		return BLOCK.matcher((next < 0) ? section : section.substring(0, next))
			.results()
			.map((block) -> block.group(1))
			.collect(Collectors.joining("\n"));
	}

	/** Speaks to this service, and trains for a shorter time. */
	private String here(String text) {
		assertThat(text).contains("http://127.0.0.1:8080").containsPattern(DURATION);
		return DURATION.matcher(text).replaceAll("PT5S").replace("127.0.0.1:8080", "127.0.0.1:" + this.port);
	}

}
