package io.charrnn.spark;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.charrnn.cluster.protocol.MemberReport;
import io.charrnn.cluster.protocol.RoundBytes;
import org.apache.spark.SparkEnv;
import org.apache.spark.network.buffer.ManagedBuffer;
import org.apache.spark.network.shuffle.BlockFetchingListener;
import org.apache.spark.storage.BlockManager;
import org.apache.spark.storage.BlockManagerId;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.storage.TaskResultBlockId;
import org.apache.spark.util.io.ChunkedByteBuffer;
import scala.collection.immutable.Seq;
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

	/**
	 * Begins to take a result from the executor to the driver, which reads it where the
	 * network has put it: Spark's own way copies it twice before that.
	 * @return nothing if it was lost with the executor
	 */
	static CompletableFuture<Optional<MemberReport>> take(long task) {
		TaskResultBlockId id = new TaskResultBlockId(task);
		BlockManager blocks = SparkEnv.get().blockManager();
		CompletableFuture<Optional<MemberReport>> taken = new CompletableFuture<>();
		Seq<BlockManagerId> places = blocks.master().getLocations(id);
		if (places.isEmpty()) {
			taken.complete(Optional.empty());
			return taken;
		}
		BlockManagerId place = places.head();
		blocks.blockTransferService()
			.fetchBlocks(place.host(), place.port(), place.executorId(), new String[] { id.name() },
					new Reading(blocks, id, taken), null);
		return taken;
	}

	/**
	 * Reads a result that has come.
	 *
	 * @param blocks of the driver
	 * @param id what was fetched
	 * @param taken is told
	 */
	private record Reading(BlockManager blocks, TaskResultBlockId id,
			CompletableFuture<Optional<MemberReport>> taken) implements BlockFetchingListener {

		@Override
		public void onBlockFetchSuccess(String name, ManagedBuffer data) {
			try (InputStream in = data.createInputStream()) {
				this.taken.complete(Optional.of(RoundBytes.report(in)));
			}
			catch (IOException | RuntimeException | Error ex) {
				this.taken.completeExceptionally(ex);
			}
			this.blocks.master().removeBlock(this.id);
		}

		@Override
		public void onBlockFetchFailure(String name, Throwable cause) {
			System.err.println(this.id + " is lost: " + cause);
			this.taken.complete(Optional.empty());
		}

	}

}
