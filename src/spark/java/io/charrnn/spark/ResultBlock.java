package io.charrnn.spark;

import java.io.InputStream;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

import io.charrnn.cluster.protocol.MemberReport;
import io.charrnn.cluster.protocol.RoundBytes;
import org.apache.spark.SparkEnv;
import org.apache.spark.storage.BlockManager;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.storage.TaskResultBlockId;
import org.apache.spark.util.io.ChunkedByteBuffer;
import scala.Option;
import scala.reflect.ClassTag;

/**
 * What a member ends a round with, as a block of the executor that computed it, until the
 * driver takes it. As the value of a task, Spark would serialize it twice and read it
 * thrice, and the driver would hold all members' results at a time.
 */
final class ResultBlock {

	private static final Set<TaskResultBlockId> HERE = new HashSet<>();

	private static long round;

	private ResultBlock() {
	}

	/** Forgets what nobody has taken from a round that was broken off. */
	static synchronized void begin(long newRound) {
		if (newRound != round) {
			BlockManager blocks = SparkEnv.get().blockManager();
			HERE.stream()
				.filter((id) -> blocks.getStatus(id).isDefined())
				.forEach((id) -> blocks.removeBlock(id, true));
			HERE.clear();
			round = newRound;
		}
	}

	/** Keeps a result on the executor. */
	static void put(long task, MemberReport report) {
		TaskResultBlockId id = new TaskResultBlockId(task);
		ChunkedByteBuffer bytes = new ChunkedByteBuffer(RoundBytes.of(report));
		boolean stored = SparkEnv.get()
			.blockManager()
			.putBytes(id, bytes, StorageLevel.MEMORY_AND_DISK_SER(), true, ClassTag.Any());
		if (!stored) {
			throw new IllegalStateException("Spark has no room for a result of " + bytes.size() + " bytes");
		}
		synchronized (ResultBlock.class) {
			HERE.add(id);
		}
	}

	/** Takes a result from the executor to the driver; nothing if it was lost with it. */
	static Optional<MemberReport> take(long task) {
		TaskResultBlockId id = new TaskResultBlockId(task);
		BlockManager blocks = SparkEnv.get().blockManager();
		Option<ChunkedByteBuffer> bytes = blocks.getRemoteBytes(id);
		if (bytes.isEmpty()) {
			return Optional.empty();
		}
		InputStream in = bytes.get().toInputStream(false);
		MemberReport report = RoundBytes.report(in);
		blocks.master().removeBlock(id);
		return Optional.of(report);
	}

}
