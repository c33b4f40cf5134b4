package io.charrnn.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

import io.charrnn.cluster.protocol.MemberReport;
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

/**
 * What members end a round with, in their order. Those that come before their turn wait
 * where they were computed; what is lost there is computed again.
 */
final class Results implements AutoCloseable {

	private static final long LOOK_UP_MILLIS = 50;

	private static final int MOST_LOSSES = 8;

	private final JavaRDD<Long> members;

	private final BlockingQueue<Computed> arrived = new LinkedBlockingQueue<>();

	/** The task of each member that has been computed and not taken. */
	private final Map<Integer, Long> waiting = new HashMap<>();

	private final List<SimpleFutureAction<BoxedUnit>> jobs = new ArrayList<>();

	/** The next member's, if it is on its way. */
	private @Nullable CompletableFuture<Optional<MemberReport>> coming;

	private int next;

	private int losses;

	/**
	 * Begins to compute.
	 * @param members one in each partition: the task that has put its {@link ResultBlock}
	 */
	Results(JavaRDD<Long> members) {
		this.members = members;
		submit(IntStream.range(0, members.getNumPartitions()).boxed().toList());
	}

	private void submit(List<Integer> wanted) {
		Function1<Iterator<Long>, Long> only = (Function1<Iterator<Long>, Long> & Serializable) Iterator::next;
		Seq<Object> partitions = CollectionConverters.asScala(List.<Object>copyOf(wanted)).toSeq();
		this.jobs.add(this.members.context().submitJob(this.members.rdd(), only, partitions, (index, task) -> {
			this.arrived.add(new Computed(wanted.get((Integer) index), task));
			return BoxedUnit.UNIT;
		}, () -> BoxedUnit.UNIT));
	}

	/**
	 * Waits for the next member's.
	 * @param goOn asked now and then whether to continue
	 * @return nothing if not
	 */
	Optional<MemberReport> next(BooleanSupplier goOn) throws InterruptedException {
		while (goOn.getAsBoolean()) {
			CompletableFuture<Optional<MemberReport>> taking = this.coming;
			if (taking != null) {
				Optional<MemberReport> result = look(taking);
				if (result.isPresent()) {
					this.next++;
					return result;
				}
			}
			else if (this.waiting.containsKey(this.next)) {
				this.coming = ResultBlock.take(this.waiting.remove(this.next));
			}
			else {
				await();
			}
		}
		return Optional.empty();
	}

	/** Waits a little for a result; one that is lost is computed again. */
	private Optional<MemberReport> look(CompletableFuture<Optional<MemberReport>> taking) throws InterruptedException {
		try {
			Optional<MemberReport> result = taking.get(LOOK_UP_MILLIS, TimeUnit.MILLISECONDS);
			this.coming = null;
			if (result.isEmpty()) {
				again();
			}
			return result;
		}
		catch (TimeoutException ex) {
			return Optional.empty();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("the result of member " + this.next + " cannot be read", ex.getCause());
		}
	}

	private void await() throws InterruptedException {
		boolean all = this.jobs.stream().allMatch(SimpleFutureAction::isCompleted);
		Computed computed = this.arrived.poll(LOOK_UP_MILLIS, TimeUnit.MILLISECONDS);
		if (computed != null) {
			this.waiting.put(computed.member(), computed.task());
			return;
		}
		for (SimpleFutureAction<BoxedUnit> job : this.jobs) {
			if (job.isCompleted()) {
				Try<BoxedUnit> outcome = job.value().get();
				if (outcome.isFailure()) {
					throw new FailedException(Reason.EXECUTORS_FAILED,
							String.valueOf(outcome.failed().get().getMessage()));
				}
			}
		}
		if (all) {
			throw new FailedException(Reason.EXECUTORS_FAILED, "Spark has lost the result of member " + this.next);
		}
	}

	private void again() {
		if (++this.losses > MOST_LOSSES) {
			throw new FailedException(Reason.EXECUTORS_FAILED,
					"results of a round were lost with their executors " + this.losses + " times");
		}
		submit(List.of(this.next));
	}

	/** What still runs is of no use. */
	@Override
	public void close() {
		this.jobs.stream().filter((job) -> !job.isCompleted()).forEach(SimpleFutureAction::cancel);
	}

	/**
	 * A member whose result waits.
	 *
	 * @param member which one
	 * @param task that computed it
	 */
	private record Computed(int member, long task) {
	}

}
