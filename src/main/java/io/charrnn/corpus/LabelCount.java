package io.charrnn.corpus;

import java.util.List;
import java.util.stream.Collectors;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How many documents have a label. */
public record LabelCount(@Schema(example = "Welsh") String label, @Schema(example = "294") long documents) {

	/** A line each. */
	static String write(List<LabelCount> labels) {
		return labels.stream()
			.map((count) -> count.documents() + " " + count.label())
			.collect(Collectors.joining("\n"));
	}

	static List<LabelCount> read(@Nullable String lines) {
		return (lines == null || lines.isEmpty()) ? List.of() : lines.lines().map(LabelCount::readLine).toList();
	}

	private static LabelCount readLine(String line) {
		int space = line.indexOf(' ');
		return new LabelCount(line.substring(space + 1), Long.parseLong(line.substring(0, space)));
	}

}
