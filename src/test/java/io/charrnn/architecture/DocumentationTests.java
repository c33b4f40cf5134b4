package io.charrnn.architecture;

import java.io.IOException;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.charrnn.CharRnnServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/** What the documents list is what there is. */
class DocumentationTests {

	private static final Path SOURCES = Path.of("src/main/java");

	private static final Pattern PROBLEM = Pattern.compile(
			"(?:(?:Malformed|NotFound|Conflict|TooLarge|Unprocessable|Unavailable|Unauthenticated|Forbidden|TooManyRequests|UnsupportedMedia)"
					+ "Exception\\(|StatusProblem\\(\\w+,|Problems\\.document\\(\\w+,)\\s*\"([a-z0-9]+(?:-[a-z0-9]+)*)\"");

	private static final Pattern SETTING = Pattern.compile("(?m)^\\| `(charrnn\\.[a-z0-9.-]+)` \\| (.*?) \\|");

	/** Settings that are a single value where they are used. */
	private static final List<String> SINGLE = List.of("charrnn.data-directory", "charrnn.content.keep-free");

	@Test
	void nameEachProblem() throws IOException {
		Set<String> types = new TreeSet<>();
		try (Stream<Path> files = Files.walk(SOURCES)) {
			for (Path file : files.filter((path) -> path.toString().endsWith(".java")).toList()) {
				PROBLEM.matcher(Files.readString(file)).results().forEach((match) -> types.add(match.group(1)));
			}
		}
		String errors = Files.readString(Path.of("docs/errors.md"));
		assertThat(types).hasSizeGreaterThan(60).allSatisfy((type) -> assertThat(errors).contains("`" + type + "`"));
	}

	@Test
	void nameEachSetting() throws IOException {
		Map<String, String> documented = documented("docs/configuration.md");
		assertThat(settings()).hasSizeGreaterThan(35)
			.allSatisfy((name, value) -> assertThat(documented).containsKey(name));
	}

	@ParameterizedTest
	@ValueSource(strings = { "docs/configuration.md", "docs/inference.md" })
	void nameNoOtherSettingsAndNoOtherDefaults(String document) throws IOException {
		Map<String, String> settings = settings();
		Map<String, String> documented = documented(document);
		documented.keySet().removeAll(SINGLE);
		assertThat(documented).hasSizeGreaterThan(10).allSatisfy((name, value) -> {
			assertThat(settings).containsKey(name);
			assertThat(settings.get(name)).isIn("", value);
		});
	}

	/** Defaults by the names of their settings. */
	private static Map<String, String> documented(String document) throws IOException {
		return SETTING.matcher(Files.readString(Path.of(document)))
			.results()
			.collect(Collectors.toMap((row) -> row.group(1), (row) -> row.group(2).replace("`", "")));
	}

	/** Defaults by the names of their settings; empty where the annotation says none. */
	private static Map<String, String> settings() {
		ClassPathScanningCandidateComponentProvider scan = new ClassPathScanningCandidateComponentProvider(false);
		scan.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
		return scan.findCandidateComponents(CharRnnServer.class.getPackageName())
			.stream()
			.map((found) -> ClassUtils.resolveClassName(Objects.requireNonNull(found.getBeanClassName()), null))
			.flatMap((type) -> Arrays.stream(type.getDeclaredConstructors()[0].getParameters())
				.map((parameter) -> Map.entry(name(type, parameter), value(parameter))))
			.collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
	}

	private static String name(Class<?> type, Parameter parameter) {
		return type.getAnnotation(ConfigurationProperties.class).value() + "."
				+ parameter.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
	}

	private static String value(Parameter parameter) {
		DefaultValue value = parameter.getAnnotation(DefaultValue.class);
		return (value != null) ? String.join(",", value.value()) : "";
	}

}
