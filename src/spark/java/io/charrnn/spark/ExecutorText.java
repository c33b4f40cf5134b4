package io.charrnn.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

import io.charrnn.cluster.protocol.RunDescription;
import io.charrnn.cluster.protocol.TextFile;
import io.charrnn.model.Streams;
import org.apache.spark.SparkFiles;
import org.jspecify.annotations.Nullable;

/** The text that tasks of an executor share, which works for one job. */
final class ExecutorText {

	private static @Nullable String file;

	private static @Nullable Streams streams;

	private ExecutorText() {
	}

	static synchronized Streams streams(String textFile, RunDescription run) {
		Streams kept = streams;
		if (kept == null || !textFile.equals(file)) {
			try {
				kept = TextFile.streams(Path.of(SparkFiles.get(textFile)), run);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			streams = kept;
			file = textFile;
		}
		return kept;
	}

}
