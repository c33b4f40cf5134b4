package io.charrnn.corpus;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

import io.charrnn.problem.MalformedException;
import io.charrnn.problem.Problem;
import io.charrnn.problem.UnprocessableException;
import org.jspecify.annotations.Nullable;

/** Documents as the files of a zip. */
final class ZippedFiles implements DocumentSource {

	/** What a zip without extensions can have. */
	private static final int MOST_FILES = 65_535;

	private static final int LONGEST_NAME = 200;

	private static final Set<String> OF_FILE_MANAGERS = Set.of("__MACOSX", "Thumbs.db", "desktop.ini");

	private final InputStream in;

	private final boolean labeledByFolder;

	private int files;

	/**
	 * Prepares to read.
	 * @param labeledByFolder whether the folder that a file is in is its label
	 */
	ZippedFiles(InputStream in, boolean labeledByFolder) {
		this.in = in;
		this.labeledByFolder = labeledByFolder;
	}

	@Override
	public void read(TextSink sink, long maxBytes) throws IOException {
		DocumentFiles documents = new DocumentFiles(sink, maxBytes);
		ZipEnd end = new ZipEnd(this.in);
		try (ZipInputStream zip = new ZipInputStream(end, StandardCharsets.UTF_8)) {
			for (ZipEntry entry = nextEntry(zip); entry != null; entry = nextEntry(zip)) {
				read(checkedName(entry.getName()), entry.isDirectory(), new OpenEntry(zip), documents);
			}
			if (this.files > 0 && !end.isReached()) {
				throw unreadable();
			}
		}
		catch (ZipException | EOFException ex) {
			throw unreadable();
		}
		if (this.files == 0) {
			throw new MalformedException("invalid-zip", "The body is not a zip, or has no files.");
		}
		sink.finish();
	}

	private @Nullable ZipEntry nextEntry(ZipInputStream zip) throws IOException {
		try {
			return zip.getNextEntry();
		}
		catch (IllegalArgumentException ex) {
			throw refused(this.files + 1, "has a name that is not UTF-8");
		}
	}

	private Problem unreadable() {
		return new MalformedException("invalid-zip", String.format(Locale.ROOT,
				"The zip cannot be read after file %d: it is cut off, damaged, encrypted, or compressed by another "
						+ "method than deflate.",
				this.files));
	}

	private void read(String name, boolean folder, InputStream entry, DocumentFiles documents) throws IOException {
		this.files++;
		if (this.files > MOST_FILES) {
			throw new UnprocessableException("too-many-files",
					String.format(Locale.ROOT, "The zip has more than the maximum of %d files.", MOST_FILES));
		}
		if (folder || isOfAnotherProgram(name)) {
			documents.skip(entry);
		}
		else {
			documents.add(name, this.labeledByFolder ? label(name) : null, entry);
		}
	}

	/** What file managers add by themselves. */
	private static boolean isOfAnotherProgram(String name) {
		return Arrays.stream(name.split("/"))
			.anyMatch((part) -> part.startsWith(".") || OF_FILE_MANAGERS.contains(part));
	}

	private String checkedName(String name) {
		boolean leads = name.startsWith("/") || name.indexOf('\\') >= 0 || name.indexOf(':') >= 0
				|| Arrays.asList(name.split("/")).contains("..");
		if (leads || name.length() > LONGEST_NAME || name.codePoints().anyMatch(Character::isISOControl)) {
			throw refused(this.files + 1,
					"has an invalid name: it must be relative, with / between folders, without .. "
							+ "and control characters, and have at most " + LONGEST_NAME + " characters");
		}
		return name;
	}

	private @Nullable String label(String name) {
		int end = name.lastIndexOf('/');
		if (end < 0) {
			return null;
		}
		String label = name.substring(name.lastIndexOf('/', end - 1) + 1, end);
		Optional<String> fault = DocumentFields.faultOf(label);
		if (fault.isPresent()) {
			throw refused(this.files, "is in a folder whose name, as a label, " + fault.get());
		}
		return label;
	}

	/** Rejects a file. */
	private static Problem refused(int file, String fault) {
		return new UnprocessableException("invalid-zip",
				String.format(Locale.ROOT, "File %d of the zip %s.", file, fault))
			.with("file", file);
	}

	/** An entry, after which there may be others. */
	private static final class OpenEntry extends FilterInputStream {

		private OpenEntry(InputStream zip) {
			super(zip);
		}

		@Override
		public void close() {
			// The zip goes on.
		}

	}

}
