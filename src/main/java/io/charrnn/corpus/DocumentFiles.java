package io.charrnn.corpus;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.CharBuffer;

import io.charrnn.problem.MalformedException;
import io.charrnn.problem.Problem;
import org.jspecify.annotations.Nullable;

/** Takes files, each of which is a document. */
final class DocumentFiles {

	private final TextSink sink;

	private final long maxBytes;

	private long read;

	/**
	 * Prepares to take files.
	 * @param sink takes the documents
	 * @param maxBytes the most bytes of all of them
	 */
	DocumentFiles(TextSink sink, long maxBytes) {
		this.sink = sink;
		this.maxBytes = maxBytes;
	}

	/** Takes a file, unless it is empty. */
	void add(String name, @Nullable String label, InputStream in) throws IOException {
		try {
			new TextReader(this.maxBytes - this.read, 1 << 13).read(new Counted(in), new File(name, label));
		}
		catch (MalformedException ex) {
			Problem problem = new MalformedException(ex.type(), "In the file «%s»: %s".formatted(name, ex.detail()));
			ex.properties().forEach(problem::with);
			throw problem.with("file", name);
		}
	}

	/** Counts over all files. */
	private final class Counted extends FilterInputStream {

		private Counted(InputStream in) {
			super(in);
		}

		@Override
		public int read() throws IOException {
			int octet = super.read();
			DocumentFiles.this.read += (octet >= 0) ? 1 : 0;
			return octet;
		}

		@Override
		public int read(byte[] bytes, int from, int length) throws IOException {
			int count = super.read(bytes, from, length);
			DocumentFiles.this.read += Math.max(0, count);
			return count;
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
		public void begin(Heading other) {
			throw new IllegalStateException("a document within a file");
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
