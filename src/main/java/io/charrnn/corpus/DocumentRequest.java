package io.charrnn.corpus;

import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.charrnn.problem.UnprocessableException;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.web.multipart.MultipartFile;

/**
 * What an upload says about its documents.
 *
 * @param documents what stands between those of a plain text, or null
 * @param field with the text of a record, or null
 * @param label field with the label of a record, or {@code folder}, or null
 */
record DocumentRequest(@Nullable String documents, @Nullable String field, @Nullable String label) {

	private static final int LONGEST_SEPARATOR = 100;

	private static final String FOLDER = "folder";

	private static final Set<String> LINES = Set.of("line", "blank-line");

	private static final Set<String> JSON_LINES = Set.of("jsonl", "ndjson", "x-ndjson", "x-jsonlines", "x-jsonl",
			"jsonlines");

	private static final Set<String> ZIP = Set.of("zip", "x-zip-compressed");

	/**
	 * The documents of a body or a file.
	 * @return null if it is one text
	 */
	@Nullable DocumentSource source(@Nullable MediaType type, @Nullable String fileName, InputStream in,
			LineEndings lineEndings) {
		String subtype = (type != null) ? type.getSubtype().toLowerCase(Locale.ROOT) : "";
		String name = (fileName != null) ? fileName.toLowerCase(Locale.ROOT) : "";
		if (JSON_LINES.contains(subtype) || name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
			refuse("documents", this.documents, "JSON Lines");
			return new JsonLines(in, fields());
		}
		if (ZIP.contains(subtype) || name.endsWith(".zip")) {
			refuse("documents", this.documents, "a zip");
			refuse("field", this.field, "a zip");
			return new ZippedFiles(in, isFolder());
		}
		if ((subtype.equals("csv") || name.endsWith(".csv")) && (this.field != null || this.label != null)) {
			refuse("documents", this.documents, "the columns of CSV");
			return new CsvRows(in, fields());
		}
		refuse("field", this.field, "plain text");
		refuse("label", this.label, "plain text");
		return (this.documents != null) ? textDocuments(this.documents, in, lineEndings) : null;
	}

	/** The documents of several files. */
	DocumentSource source(List<MultipartFile> files) {
		refuse("documents", this.documents, "several files");
		refuse("field", this.field, "several files");
		refuse("label", this.label, "several files");
		return (sink, maxBytes) -> {
			DocumentFiles documents = new DocumentFiles(sink, maxBytes);
			for (MultipartFile file : files) {
				try (InputStream in = file.getInputStream()) {
					documents.add(CorpusName.ofFile(file.getOriginalFilename()), null, in);
				}
			}
			sink.finish();
		};
	}

	private DocumentFields fields() {
		return new DocumentFields((this.field != null) ? this.field : DocumentFields.DEFAULT_TEXT, this.label);
	}

	private boolean isFolder() {
		if (this.label != null && !this.label.equals(FOLDER)) {
			throw UnprocessableException.outOfBounds("label", this.label, "folder with a zip, or left out");
		}
		return this.label != null;
	}

	private static DocumentSource textDocuments(String documents, InputStream in, LineEndings lineEndings) {
		if (documents.isEmpty() || documents.length() > LONGEST_SEPARATOR) {
			throw UnprocessableException.outOfBounds("documents", documents, String.format(Locale.ROOT,
					"line, blank-line or a string of 1 to %d characters", LONGEST_SEPARATOR));
		}
		if (lineEndings == LineEndings.KEEP && LINES.contains(documents)) {
			throw UnprocessableException.outOfBounds("lineEndings", "keep",
					"auto or lf with documents=%s, because documents end where lines do".formatted(documents));
		}
		return new TextDocuments(in, documents, lineEndings);
	}

	private static void refuse(String parameter, @Nullable String value, String with) {
		if (value != null) {
			throw UnprocessableException.outOfBounds(parameter, value, "left out with " + with);
		}
	}

}
