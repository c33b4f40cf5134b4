package io.charrnn.training.request;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What trains best in a time on texts of a length. {@code bench/presets} makes the table.
 *
 * @param date when it was made
 * @param source what it was made from
 * @param weightsPerSecond speed of the machine that it was made on: weights that a
 * character is multiplied with, times characters learned in a second
 * @param alphabetSize V of the texts that it was made with
 * @param rows by the length of a text and the time
 */
record PresetTable(String date, String source, double weightsPerSecond, int alphabetSize, List<Row> rows) {

	/** The table that comes with the service. */
	static PresetTable read() {
		try (InputStream file = PresetTable.class.getResourceAsStream("presets.json")) {
			return new JsonMapper().readValue(Objects.requireNonNull(file, "presets.json is missing"),
					PresetTable.class);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The row for the longest training that fits, of those for texts of about a length;
	 * the one for the shortest where none does.
	 * @param characters N of the text
	 * @param seconds time that there would be for a row on the table's machine
	 */
	Row find(long characters, ToDoubleFunction<Row> seconds) {
		double length = this.rows.stream()
			.mapToDouble(Row::characters)
			.boxed()
			.min(Comparator.comparingDouble((other) -> Math.abs(Math.log(other / characters))))
			.orElseThrow();
		List<Row> near = this.rows.stream()
			.filter((row) -> row.characters() == length)
			.sorted(Comparator.comparingDouble(Row::seconds))
			.toList();
		return near.stream()
			.filter((row) -> row.seconds() <= seconds.applyAsDouble(row))
			.reduce((shorter, longer) -> longer)
			.orElse(near.get(0));
	}

	/**
	 * What was best in one case.
	 *
	 * @param characters N of the text
	 * @param seconds of training
	 * @param hyperparameters those that differ from the preset {@code small}
	 */
	record Row(double characters, double seconds, ObjectNode hyperparameters) {
	}

}
