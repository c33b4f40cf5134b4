package io.charrnn.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Supplier;

import io.charrnn.cluster.protocol.RoundBytes;
import io.charrnn.cluster.protocol.RunDescription;
import io.charrnn.cluster.protocol.TextFile;
import io.charrnn.model.Streams;
import io.charrnn.model.TrainingState;
import org.apache.spark.SparkFiles;
import org.jspecify.annotations.Nullable;

/**
 * What tasks of an executor share: the text, and the common state of the round. One of
 * each is kept, as an executor works for one job.
 */
final class ExecutorMemory {

	private static final Kept<String, Streams> STREAMS = new Kept<>();

	private static final Kept<Long, TrainingState> COMMON = new Kept<>();

	private ExecutorMemory() {
	}

	static Streams streams(String textFile, RunDescription run) {
		return STREAMS.get(textFile, () -> {
			try {
				return TextFile.streams(Path.of(SparkFiles.get(textFile)), run);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		});
	}

	/** The state of a broadcast; nobody changes it. */
	static TrainingState common(long broadcast, Supplier<byte[]> bytes) {
		return COMMON.get(broadcast, () -> RoundBytes.state(bytes.get()));
	}

	/** A value for the last key that was asked for. */
	private static final class Kept<K, V> {

		private @Nullable K key;

		private @Nullable V value;

		synchronized V get(K wanted, Supplier<V> making) {
			V kept = this.value;
			if (kept == null || !wanted.equals(this.key)) {
				this.value = null;
				kept = making.get();
				this.key = wanted;
				this.value = kept;
			}
			return kept;
		}

	}

}
