package io.charrnn.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SequenceWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvSchema;

import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;

/**
 * Writes tables as CSV (RFC 4180) in UTF-8 with a line of names. Columns are the fields
 * of the JSON, those of objects within it as {@code outer.inner}; null is an empty cell,
 * an array is its JSON. Texts stay as they are: a spreadsheet may take one that begins
 * with {@code =} for a formula.
 */
class CsvConverter extends AbstractHttpMessageConverter<Table> {

	static final MediaType TYPE = new MediaType("text", "csv");

	private static final CsvMapper CSV = new CsvMapper();

	private final JsonMapper json;

	CsvConverter(JsonMapper json) {
		super(StandardCharsets.UTF_8, TYPE);
		this.json = json;
	}

	@Override
	protected boolean supports(Class<?> type) {
		return Table.class.isAssignableFrom(type);
	}

	@Override
	public boolean canRead(Class<?> type, @Nullable MediaType mediaType) {
		return false;
	}

	@Override
	protected Table readInternal(Class<? extends Table> type, HttpInputMessage input) {
		throw new HttpMessageNotReadableException("CSV is written, not read", input);
	}

	@Override
	protected void writeInternal(Table table, HttpOutputMessage output) throws IOException {
		Set<String> names = names(table.rows());
		CsvSchema.Builder columns = CsvSchema.builder().setUseHeader(!names.isEmpty()).setLineSeparator("\r\n");
		names.forEach(columns::addColumn);
		try (SequenceWriter lines = CSV.writer(columns.build()).writeValues(output.getBody())) {
			for (Object row : table.rows()) {
				Map<String, String> cells = cells(row);
				cells.keySet().retainAll(names);
				lines.write(cells);
			}
		}
	}

	/** Without those of objects that are null in some rows. */
	private Set<String> names(List<?> rows) {
		Set<String> names = new LinkedHashSet<>();
		rows.forEach((row) -> names.addAll(cells(row).keySet()));
		Set<String> objects = names.stream()
			.flatMap((name) -> IntStream.range(0, name.length())
				.filter((index) -> name.charAt(index) == '.')
				.mapToObj((index) -> name.substring(0, index)))
			.collect(Collectors.toSet());
		names.removeAll(objects);
		return names;
	}

	private Map<String, String> cells(Object row) {
		Map<String, String> cells = new LinkedHashMap<>();
		addCells("", this.json.readTree(this.json.writeValueAsString(row)), cells);
		return cells;
	}

	private static void addCells(String prefix, JsonNode object, Map<String, String> cells) {
		object.forEachEntry((name, value) -> {
			if (value.isObject()) {
				addCells(prefix + name + ".", value, cells);
			}
			else if (!value.isNull()) {
				cells.put(prefix + name, value.isArray() ? value.toString() : value.asString());
			}
			else {
				cells.put(prefix + name, "");
			}
		});
	}

}
