package io.charrnn.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.charrnn.model.round.Cluster;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class HyperparameterFieldTests {

	private static final JsonMapper JSON = JsonMapper.builder()
		.enumNamingStrategy(EnumNamingStrategies.LOWER_CAMEL_CASE)
		.build();

	/** The first two columns of the table. */
	@Test
	void isDocumentedWithItsBound() throws IOException {
		String table = Files.readString(Path.of("docs/training.md")).split("## Hyperparameters|## Normalization")[1];
		Map<String, String> documented = new TreeMap<>();
		Matcher row = Pattern.compile("(?m)^\\| `([\\w.]+)` \\| ([^|]*) \\|").matcher(table);
		while (row.find()) {
			documented.put(row.group(1), row.group(2));
		}
		assertThat(documented).isEqualTo(bounds());
	}

	@Test
	void isOnThePageByItsName() throws IOException {
		String page = Files.readString(Path.of("src/main/resources/static/page/hyperparameters.js"));
		List<String> names = Stream
			.of(HyperparameterField.all().stream(), HyperparameterField.of("cluster.", Cluster.class))
			.flatMap((fields) -> fields.map(HyperparameterField::name))
			.collect(Collectors.toCollection(ArrayList::new));
		names.addAll(List.of("engine", "validationCorpus"));
		assertThat(
				Pattern.compile("\\['([a-z][\\w.]+)', '[A-Z]").matcher(page).results().map((found) -> found.group(1)))
			.hasSizeGreaterThan(15)
			.isSubsetOf(names);
	}

	@Test
	void saysWhatItDoes() {
		assertThat(HyperparameterField.all()).hasSizeGreaterThan(20)
			.allSatisfy((field) -> assertThat(field.help()).as(field.name()).isNotBlank());
	}

	private static Map<String, String> bounds() {
		return HyperparameterField.all()
			.stream()
			.filter((field) -> !field.type().isRecord())
			.collect(Collectors.toMap(HyperparameterField::name, HyperparameterFieldTests::bound, (a, b) -> a,
					TreeMap::new));
	}

	private static String bound(HyperparameterField field) {
		String bound = field.bound();
		if (field.type().isEnum()) {
			bound = Stream
				.concat(field.name().equals("precision") ? Stream.of("auto") : Stream.of(), constants(field.type()))
				.map("`%s`"::formatted)
				.collect(Collectors.joining(", "));
		}
		else if (bound.isEmpty()) {
			bound = "any whole number";
		}
		return field.nullable() ? bound + ", or null" : bound;
	}

	private static Stream<String> constants(Class<?> type) {
		return Arrays.stream(type.getEnumConstants()).map((constant) -> JSON.convertValue(constant, String.class));
	}

}
