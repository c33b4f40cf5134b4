package io.charrnn.spark;

import java.io.Serializable;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

import io.charrnn.cluster.protocol.Message.Reason;
import org.apache.spark.SimpleFutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.BoxedUnit;
import scala.util.Try;

/** The only value of each partition as it arrives, while the driver can look up. */
final class Results implements AutoCloseable {

	private static final long LOOK_UP_MILLIS = 50;

	private final BlockingQueue<byte[]> arrived = new LinkedBlockingQueue<>();

	private final SimpleFutureAction<BoxedUnit> job;

	Results(JavaRDD<byte[]> values) {
		Function1<Iterator<byte[]>, byte[]> only = (Function1<Iterator<byte[]>, byte[]> & Serializable) Iterator::next;
		this.job = values.context()
			.submitJob(values.rdd(), only, partitions(values.getNumPartitions()), (partition, value) -> {
				this.arrived.add((byte[]) value);
				return BoxedUnit.UNIT;
			}, () -> BoxedUnit.UNIT);
	}

	private static Seq<Object> partitions(int count) {
		List<Object> numbers = IntStream.range(0, count).<Object>mapToObj(Integer::valueOf).toList();
		return CollectionConverters.asScala(numbers).toSeq();
	}

	/**
	 * Waits for the next.
	 * @param goOn asked now and then whether to go on
	 * @return nothing if not
	 */
	byte @Nullable [] next(BooleanSupplier goOn) throws InterruptedException {
		while (goOn.getAsBoolean()) {
			byte[] next = this.arrived.poll(LOOK_UP_MILLIS, TimeUnit.MILLISECONDS);
			if (next != null) {
				return next;
			}
			if (this.job.isCompleted() && this.arrived.isEmpty()) {
				Try<BoxedUnit> outcome = this.job.value().get();
				throw new FailedException(Reason.EXECUTORS_FAILED, outcome.isFailure()
						? String.valueOf(outcome.failed().get().getMessage()) : "Spark has lost results");
			}
		}
		return null;
	}

	/** What still runs is of no use. */
	@Override
	public void close() {
		if (!this.job.isCompleted()) {
			this.job.cancel();
		}
	}

}
