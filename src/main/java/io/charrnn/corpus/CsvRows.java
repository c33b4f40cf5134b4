package io.charrnn.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.io.Reader;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import io.charrnn.problem.Problem;
import io.charrnn.problem.UnprocessableException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.MappingIterator;
import tools.jackson.dataformat.csv.CsvFactory;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvReadFeature;

/** Documents as the rows of CSV (RFC 4180), whose first row names the columns. */
final class CsvRows implements DocumentSource {

	/** Characters of a cell, which is held whole. */
	private static final int LONGEST_CELL = 16 << 20;

	private static final CsvMapper CSV = CsvMapper
		.builder(CsvFactory.builder()
			.streamReadConstraints(StreamReadConstraints.builder().maxStringLength(LONGEST_CELL).build())
			.build())
		.enable(CsvReadFeature.WRAP_AS_ARRAY)
		.build();

	private final InputStream in;

	private final DocumentFields fields;

	/** Of the row, from 1 on. */
	private long line = 1;

	private long offset;

	CsvRows(InputStream in, DocumentFields fields) {
		this.in = in;
		this.fields = fields;
	}

	@Override
	public void read(TextSink sink, long maxBytes) throws IOException {
		InputStream valid = new ValidUtf8(new BoundedStream(this.in, maxBytes));
		try (Reader reader = withoutMark(new InputStreamReader(valid, StandardCharsets.UTF_8));
				MappingIterator<String[]> rows = CSV.readerFor(String[].class).readValues(reader)) {
			if (rows.hasNextValue()) {
				read(rows, sink);
			}
		}
		catch (JacksonException ex) {
			throw faultOf(ex);
		}
		sink.finish();
	}

	/** A byte order mark is no part of the first cell, which may be quoted. */
	private static Reader withoutMark(Reader text) throws IOException {
		PushbackReader reader = new PushbackReader(text);
		int first = reader.read();
		if (first >= 0 && first != TextReader.BYTE_ORDER_MARK) {
			reader.unread(first);
		}
		return reader;
	}

	private Problem faultOf(JacksonException ex) {
		for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
			if (cause instanceof Problem problem) {
				return problem;
			}
		}
		if (ex instanceof StreamConstraintsException) {
			return refused(this.line, String.format(Locale.ROOT,
					"has a cell that is longer than the maximum of %,d characters, or a quote that is not closed",
					LONGEST_CELL));
		}
		long at = (ex.getLocation() != null) ? ex.getLocation().getLineNr() : this.line;
		return refused(at, "is not valid CSV (RFC 4180)");
	}

	private void read(MappingIterator<String[]> rows, TextSink sink) throws IOException {
		List<String> names = List.of(rows.nextValue());
		int text = column("field", this.fields.text(), names);
		int label = (this.fields.label() != null) ? column("label", this.fields.label(), names) : -1;
		this.line = rows.currentLocation().getLineNr();
		while (rows.hasNextValue()) {
			this.line = rows.currentLocation().getLineNr();
			// Jackson counts from -1.
			this.offset = rows.currentLocation().getCharOffset() + 1;
			String[] row = rows.nextValue();
			if (row.length == 1 && row[0].isEmpty()) {
				continue;
			}
			if (row.length != names.size()) {
				throw refused(this.line, String.format(Locale.ROOT, "has %d cells, but the first row names %d",
						row.length, names.size()));
			}
			if (!row[text].isEmpty()) {
				sink.begin(new Heading((label >= 0) ? label(row[label]) : null, null));
				sink.accept(CharBuffer.wrap(row[text]));
			}
		}
	}

	private @Nullable String label(String cell) {
		if (cell.isEmpty()) {
			return null;
		}
		Optional<String> fault = DocumentFields.faultOf(cell);
		if (fault.isPresent()) {
			throw refused(this.line, "has a label, which " + fault.get());
		}
		return cell;
	}

	private static int column(String parameter, String name, List<String> names) {
		int column = names.indexOf(name);
		if (column < 0) {
			throw UnprocessableException.outOfBounds(parameter, name, "a column, and the first row names "
					+ String.join(", ", names.subList(0, Math.min(20, names.size()))));
		}
		return column;
	}

	private Problem refused(long at, String fault) {
		return new UnprocessableException("invalid-line",
				String.format(Locale.ROOT, "Line %d, at character %d of the CSV, %s.", at, this.offset, fault))
			.with("line", at)
			.with("offset", this.offset);
	}

}
