package io.charrnn.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import io.charrnn.CharRnnServer;
import org.junit.jupiter.api.Test;

import org.springframework.modulith.core.ApplicationModules;

import static org.assertj.core.api.Assertions.assertThat;

class ModuleTests {

	private final ApplicationModules modules = ApplicationModules.of(CharRnnServer.class);

	@Test
	void findsTheModules() {
		assertThat(this.modules.stream().map((module) -> module.getIdentifier().toString())).contains("access", "api",
				"problem", "process", "page", "model", "content", "corpus", "registry", "training", "inference",
				"openai");
	}

	/** A package-info among the tests hides the one that says what a module is. */
	@Test
	void testsDescribeNoPackageOfTheProgram() throws IOException {
		Path tests = Path.of("src", "test", "java");
		try (Stream<Path> files = Files.walk(tests)) {
			assertThat(files.filter((file) -> file.endsWith("package-info.java")).map(tests::relativize)).isNotEmpty()
				.noneMatch((file) -> Files.exists(Path.of("src", "main", "java").resolve(file)));
		}
	}

	@Test
	void keepToTheirDependencies() {
		this.modules.verify();
	}

}
