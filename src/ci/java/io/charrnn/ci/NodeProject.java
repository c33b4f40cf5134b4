package io.charrnn.ci;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A project of {@code src/ci} in JavaScript, with the libraries that it names.
 *
 * @param folder a copy of it
 */
record NodeProject(Path folder) {

	/** Copies a project of {@code src/ci} and fetches its libraries. */
	static NodeProject install(String name, Path folder) throws IOException, InterruptedException {
		FileSystemUtils.copyRecursively(Path.of("src", "ci", name), folder);
		NodeProject project = new NodeProject(folder);
		project.run(Map.of(), List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
		return project;
	}

	/** What Node prints; it must succeed. */
	String run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
		return run(environment, Stream.concat(Stream.of("node"), Stream.of(arguments)).toList());
	}

	private String run(Map<String, String> environment, List<String> command) throws IOException, InterruptedException {
		ProcessBuilder builder = new ProcessBuilder(command).directory(this.folder.toFile()).redirectErrorStream(true);
		builder.environment().putAll(environment);
		Process process = builder.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		System.out.println(output);
		assertThat(process.waitFor()).as(output).isZero();
		return output;
	}

}
