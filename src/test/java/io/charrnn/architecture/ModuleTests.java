package io.charrnn.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.charrnn.CharRnnServer;
import org.junit.jupiter.api.Test;

import org.springframework.modulith.core.ApplicationModule;
import org.springframework.modulith.core.ApplicationModules;

import static org.assertj.core.api.Assertions.assertThat;

class ModuleTests {

	private static final Pattern ARROW = Pattern.compile("(?m)^ {4}(\\w+)(?:\\[.*])? --> (\\w+)$");

	/** What everything may use is not drawn. */
	private static final String PROBLEM = "problem";

	private final ApplicationModules modules = ApplicationModules.of(CharRnnServer.class);

	@Test
	void findsTheModules() {
		assertThat(this.modules.stream().map((module) -> module.getIdentifier().toString())).contains("access", "api",
				"problem", "process", "model", "cluster", "content", "corpus", "registry", "training", "inference",
				"openai", "workspace");
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

	@Test
	void areDrawnWithTheDependenciesThatTheyMayHave() throws IOException {
		String document = Files.readString(Path.of("docs", "architecture.md"));
		assertThat(ARROW.matcher(document).results().map((arrow) -> arrow.group(1) + " --> " + arrow.group(2)))
			.containsExactlyInAnyOrderElementsOf(this.modules.stream()
				.flatMap((module) -> targets(module).filter((target) -> !target.equals(PROBLEM))
					.map((target) -> module.getIdentifier() + " --> " + target))
				.toList());
	}

	@Test
	void mayAllHaveProblemsExceptTheModel() {
		assertThat(this.modules.stream()
			.filter((module) -> targets(module).noneMatch(PROBLEM::equals))
			.map((module) -> module.getIdentifier().toString())).containsExactlyInAnyOrder("model", PROBLEM);
	}

	/** The modules that a module may depend on, whichever of their interfaces. */
	private static Stream<String> targets(ApplicationModule module) {
		String[] allowed = module.getBasePackage()
			.getAnnotation(org.springframework.modulith.ApplicationModule.class)
			.orElseThrow()
			.allowedDependencies();
		return Stream.of(allowed).map((target) -> target.replaceAll("::.*", "")).distinct();
	}

}
