package io.charrnn.ci;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/** Debian's Python, with the libraries that {@code .ci/run} installs. */
final class Python {

	private Python() {
	}

	/**
	 * Runs a program, which must succeed.
	 * @param folder where it runs
	 * @param program its source
	 * @param input what it reads from standard input
	 * @return what it prints, errors, too
	 */
	static String run(Path folder, String program, String input) throws IOException, InterruptedException {
		Path source = Files.writeString(folder.resolve("program.py"), program);
		Path output = folder.resolve("output.txt");
		ProcessBuilder builder = new ProcessBuilder("/usr/bin/python3", source.toString()).directory(folder.toFile())
			.redirectInput(Files.writeString(folder.resolve("input.txt"), input).toFile())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile());
		builder.environment().put("no_proxy", "127.0.0.1");
		int status = builder.start().waitFor();
		String printed = Files.readString(output);
		assertThat(status).as(printed).isZero();
		return printed;
	}

}
