package io.charrnn.ci;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.charrnn.testing.ServiceTest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The documents' commands, pasted from top to bottom into one shell. Blocks that are
 * marked {@code sh} are run, those marked {@code bash} build or start something.
 */
@ServiceTest
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class GuidesIT {

	private static final Pattern BLOCK = Pattern.compile("^```sh\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

	/** An error that a command answers with ends the shell; a reader would see it. */
	private static final String STRICT = """
			set -eu
			curl() { command curl --fail-with-body --show-error "$@"; }
			""";

	@LocalServerPort
	private int port;

	@TempDir
	private Path folder;

	@ParameterizedTest
	@ValueSource(strings = { "README.md", "docs/tour.md", "docs/theory.md" })
	void runsAsItIsPasted(String document) throws Exception {
		String commands = BLOCK.matcher(Files.readString(Path.of(document)))
			.results()
			.map((block) -> block.group(1))
			.collect(Collectors.joining("\n"));
		assertThat(commands).contains("http://127.0.0.1:8080");
		Path script = Files.writeString(this.folder.resolve("script"),
				STRICT + commands.replace("127.0.0.1:8080", "127.0.0.1:" + this.port));
		Path output = this.folder.resolve("output");
		int status = new ProcessBuilder("sh", "-x", script.toString()).directory(this.folder.toFile())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start()
			.waitFor();
		assertThat(status).as(Files.readString(output)).isZero();
	}

}
