package io.charrnn.model.round;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import io.charrnn.model.Architecture;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.MemoryEstimate;
import io.charrnn.model.Streams;
import io.charrnn.model.Trainer;
import io.charrnn.model.TrainingEngine;
import io.charrnn.model.TrainingState;
import io.charrnn.model.Update;
import org.jspecify.annotations.Nullable;

/**
 * All members of a cluster in this process: as many at the same time as there are threads
 * for, the others after them.
 */
public final class LocalRounds implements Rounds {

	/**
	 * Times the parameters, for each member at the same time: its weights, plain, native
	 * and packed twice, its gradient, two moments and the average; the state that it ends
	 * with, and one that waits for its turn in the sums.
	 */
	private static final int MEMBER = 16;

	private static final int MEMBER_HEAP = 12;

	/** Times the parameters: the common state, the next one, and the velocity of each. */
	private static final int COMMON = 10;

	private final List<Member> members;

	private final Cluster cluster;

	private final int allStreams;

	private final TrainingEngine engine;

	private final UnaryOperator<Trainer> pace;

	private final Streams streams;

	/** Members at the same time, with that on the calling thread. */
	private final int atOnce;

	private final ExecutorService others;

	private TrainingState state;

	/**
	 * Goes on from a state.
	 * @param cluster whose members are to learn
	 * @param architecture of the network
	 * @param hyperparameters of the run, with the streams of all members as batch size
	 * @param engine computes updates; as many members learn at the same time as its
	 * threads are enough for, and one at least
	 * @param pace what trainers are to be wrapped in
	 * @param streams the text
	 * @param state what the first round begins with
	 */
	public LocalRounds(Cluster cluster, Architecture architecture, Hyperparameters hyperparameters,
			TrainingEngine engine, UnaryOperator<Trainer> pace, Streams streams, TrainingState state) {
		this.members = IntStream.range(0, cluster.workers())
			.mapToObj((index) -> new Member(index, cluster, architecture, hyperparameters))
			.toList();
		this.cluster = cluster;
		this.allStreams = hyperparameters.optimization().batchSize();
		this.engine = engine;
		this.pace = pace;
		this.streams = streams;
		this.state = state;
		this.atOnce = atOnce(cluster, engine.threads());
		this.others = Executors.newFixedThreadPool(Math.max(1, this.atOnce - 1), (work) -> {
			Thread thread = new Thread(work, "member");
			thread.setDaemon(true);
			return thread;
		});
	}

	/**
	 * What a run takes on this machine, about.
	 * @param cluster whose members are all here
	 * @param engine computes updates
	 * @param architecture of the network
	 * @param hyperparameters of the run, with the streams of all members as batch size
	 */
	public static MemoryEstimate memory(Cluster cluster, TrainingEngine engine, Architecture architecture,
			Hyperparameters hyperparameters) {
		double parameters = architecture.parameterCount();
		double atOnce = atOnce(cluster, engine.threads());
		return engine.memory(architecture, hyperparameters)
			.plusFloats(parameters * (MEMBER * atOnce + COMMON), parameters * (MEMBER_HEAP * atOnce + COMMON));
	}

	/** How many members learn at the same time if there are so many threads. */
	public static int atOnce(Cluster cluster, int threads) {
		return Math.max(1, Math.min(cluster.workers(), threads / cluster.threadsPerWorker()));
	}

	@Override
	public int length() {
		return this.cluster.localIterations();
	}

	@Override
	public Optional<List<Update>> learn(long first, double[] learningRates, BooleanSupplier goOn) {
		if (first != this.state.iteration()) {
			throw new IllegalArgumentException(String.format(Locale.ROOT,
					"a round cannot begin at %d after %d iterations", first, this.state.iteration()));
		}
		Meeting meeting = new Meeting(this.cluster, this.state, this.allStreams);
		AtomicBoolean brokenOff = new AtomicBoolean();
		AtomicInteger next = new AtomicInteger();
		AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
		Runnable work = () -> {
			try {
				for (int index = next.getAndIncrement(); index < this.members.size()
						&& !brokenOff.get(); index = next.getAndIncrement()) {
					learn(this.members.get(index), learningRates, meeting, brokenOff, goOn);
				}
			}
			catch (Throwable ex) {
				failure.compareAndSet(null, ex);
				brokenOff.set(true);
			}
		};
		onAllThreads(work);
		throwIfAny(failure.get());
		if (brokenOff.get()) {
			return Optional.empty();
		}
		this.state = meeting.next();
		return Optional.of(meeting.updates());
	}

	/** If one is broken off, the others need not go on either. */
	private void learn(Member member, double[] learningRates, Meeting meeting, AtomicBoolean brokenOff,
			BooleanSupplier goOn) {
		member
			.learn(this.engine, this.pace, this.streams, member.begin(this.state), learningRates,
					() -> !brokenOff.get() && goOn.getAsBoolean())
			.ifPresentOrElse(meeting::add, () -> brokenOff.set(true));
	}

	/** Waits for all, even if interrupted: nobody may be at work on what is closed. */
	private void onAllThreads(Runnable work) {
		List<CompletableFuture<Void>> working = new ArrayList<>();
		try {
			for (int other = 1; other < this.atOnce; other++) {
				working.add(CompletableFuture.runAsync(work, this.others));
			}
			work.run();
		}
		finally {
			working.forEach(CompletableFuture::join);
		}
	}

	private static void throwIfAny(@Nullable Throwable failure) {
		if (failure instanceof Error error) {
			throw error;
		}
		if (failure != null) {
			throw new IllegalStateException("a member of the cluster failed", failure);
		}
	}

	@Override
	public float[] parameters() {
		return this.state.modelParameters().clone();
	}

	/** States are never changed: the next round makes a new one. */
	@Override
	public TrainingState state() {
		return this.state;
	}

	@Override
	public void close() {
		this.others.shutdownNow();
	}

}
