package io.charrnn.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.CharBuffer;

import io.charrnn.problem.MalformedException;
import io.charrnn.problem.Problem;
import io.charrnn.problem.TooLargeException;
import org.jspecify.annotations.Nullable;

/** Takes files, each of which is a document. */
final class DocumentFiles {

	private final TextSink sink;

	private final long maxBytes;

	private long read;

	/**
	 * Prepares to take files.
	 * @param maxBytes the most bytes of all of them
	 */
	DocumentFiles(TextSink sink, long maxBytes) {
		this.sink = sink;
		this.maxBytes = maxBytes;
	}

	/** Takes a file, unless it is empty. */
	void add(String name, @Nullable String label, InputStream in) throws IOException {
		try {
			this.read += new TextReader(this.maxBytes - this.read, 1 << 13).read(in, new File(name, label));
		}
		catch (TooLargeException ex) {
			throw TextReader.tooLarge(this.maxBytes);
		}
		catch (MalformedException ex) {
			Problem problem = new MalformedException(ex.type(), "In the file «%s»: %s".formatted(name, ex.detail()));
			ex.properties().forEach(problem::with);
			throw problem.with("file", name);
		}
	}

	/** Reads what is no document, which is to be bounded, too. */
	void skip(InputStream in) throws IOException {
		try {
			this.read += new BoundedStream(in, this.maxBytes - this.read).transferTo(OutputStream.nullOutputStream());
		}
		catch (TooLargeException ex) {
			throw TextReader.tooLarge(this.maxBytes);
		}
	}

	/** A file's text, whose end is not that of all. */
	private final class File implements TextSink {

		private final Heading heading;

		private boolean begun;

		private File(String name, @Nullable String label) {
			this.heading = new Heading(label, name);
		}

		@Override
		public void accept(CharBuffer text) throws IOException {
			if (text.hasRemaining()) {
				if (!this.begun) {
					DocumentFiles.this.sink.begin(this.heading);
					this.begun = true;
				}
				DocumentFiles.this.sink.accept(text);
			}
		}

		@Override
		public void finish() {
			// Other files may come.
		}

	}

}
