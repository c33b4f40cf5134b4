package io.charrnn.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.charrnn.cluster.SparkCluster.StartedDriver;
import io.charrnn.cluster.protocol.Message;
import io.charrnn.cluster.protocol.RunDescription;
import io.charrnn.cluster.protocol.TextFile;
import io.charrnn.model.EncodedText;
import io.charrnn.model.TrainingState;
import io.charrnn.model.Update;
import io.charrnn.model.round.Rounds;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run whose members are computed by Spark. The common state is in the driver; here is
 * the one that was requested last and, since then, the learning rates of each round. That
 * suffices to continue after a driver has ended: another one learns the same again.
 */
public final class SparkRounds implements Rounds {

	private static final Logger logger = LoggerFactory.getLogger(SparkRounds.class);

	private static final Duration LOOK_UP = Duration.ofMillis(50);

	/** A driver that takes longer to break a round off is ended. */
	private static final Duration PATIENCE_TO_BREAK_OFF = Duration.ofSeconds(1);

	/** Rounds may be shorter, and nobody needs to know of each. */
	private static final Duration TOLD_EVERY = Duration.ofSeconds(1);

	private static final String WAITS_FOR_DRIVER = "the driver waits for the cluster";

	private static final String WAITS_FOR_EXECUTORS = "the cluster has no executor for the job yet";

	private final Supplier<StartedDriver> starting;

	private final SparkSettings settings;

	private final RunDescription run;

	private final EncodedText text;

	private final Consumer<ClusterStatus> listener;

	private @Nullable StartedDriver driver;

	/** Whether the driver has the text and the state. */
	private boolean ready;

	/** Since the state was requested. */
	private int ended;

	private boolean interrupted;

	private TrainingState known;

	/** Learned since the known state. */
	private final List<Message.Learn> since = new ArrayList<>();

	private ClusterStatus status = ClusterStatus.NONE;

	private long toldAt;

	/** When the driver was. */
	private long startedAt;

	SparkRounds(Supplier<StartedDriver> starting, SparkSettings settings, RunDescription run, EncodedText text,
			TrainingState state, Consumer<ClusterStatus> listener) {
		this.starting = starting;
		this.settings = settings;
		this.run = run;
		this.text = text;
		this.known = state;
		this.listener = listener;
	}

	@Override
	public int length() {
		return this.run.cluster().localIterations();
	}

	@Override
	public Optional<List<Update>> learn(long first, double[] learningRates, BooleanSupplier goOn) {
		Message.Learn round = new Message.Learn(first, learningRates);
		Optional<List<Update>> updates = withDriver((process) -> learn(process, round, goOn), goOn);
		updates.ifPresent((learned) -> this.since.add(round));
		return updates;
	}

	private Optional<List<Update>> learn(DriverProcess process, Message.Learn round, BooleanSupplier goOn)
			throws IOException, DriverEndedException {
		process.send(round);
		Message.RoundEnd end = await(process, Message.RoundEnd.class, goOn).orElse(null);
		if (end == null) {
			end = breakOff(process);
		}
		if (!(end instanceof Message.Learned learned)) {
			return Optional.empty();
		}
		Double start = this.status.startSeconds();
		if (start == null) {
			start = (System.nanoTime() - this.startedAt - learned.learning()) / 1e9;
			logger.info("the first iteration was {} s after the start of the driver; the text has {} characters",
					String.format(Locale.ROOT, "%.1f", start), this.text.length());
		}
		ClusterStatus after = this.status.after(start, learned.nanos(), learned.learning());
		if (this.status.startSeconds() == null || System.nanoTime() - this.toldAt > TOLD_EVERY.toNanos()) {
			becomes(after);
		}
		else {
			this.status = after;
		}
		return Optional.of(learned.updates());
	}

	/**
	 * What the driver says to that, or that the round was learned before; null if
	 * nothing.
	 */
	private Message.@Nullable RoundEnd breakOff(DriverProcess process) throws IOException, DriverEndedException {
		process.send(new Message.BreakOff());
		long begun = System.nanoTime();
		Optional<Message.RoundEnd> end = await(process, Message.RoundEnd.class,
				() -> System.nanoTime() - begun < PATIENCE_TO_BREAK_OFF.toNanos());
		if (end.isEmpty()) {
			end();
		}
		return end.orElse(null);
	}

	@Override
	public float[] parameters() {
		return state().modelParameters().clone();
	}

	@Override
	public TrainingState state() {
		if (!this.since.isEmpty()) {
			this.known = withDriver((process) -> {
				process.send(new Message.WantState());
				return await(process, Message.State.class, () -> true).map(Message.State::state);
			}, () -> true).orElseThrow();
			this.since.clear();
			this.ended = 0;
		}
		return this.known;
	}

	/** Does something with a driver, and again with another one if it ends meanwhile. */
	private <T> Optional<T> withDriver(Use<T> use, BooleanSupplier goOn) {
		try {
			while (true) {
				try {
					if (!this.ready && !start(goOn)) {
						return Optional.empty();
					}
					return use.of(running());
				}
				catch (IOException | DriverEndedException ex) {
					endedByItself(ex);
				}
			}
		}
		finally {
			if (this.interrupted) {
				this.interrupted = false;
				Thread.currentThread().interrupt();
			}
		}
	}

	private DriverProcess running() {
		StartedDriver running = this.driver;
		if (running == null) {
			throw new IllegalStateException("there is no driver");
		}
		return running.process();
	}

	private void endedByItself(Exception cause) {
		Message.Failure failure = running().failure();
		if (failure != null) {
			throw failed(running(), failure);
		}
		List<String> tail = running().tail();
		end();
		this.ended++;
		logger.warn("the driver exited, for the {}. time since the last checkpoint; its log ends with\n{}", this.ended,
				String.join("\n", tail), cause);
		if (this.ended > this.settings.maxDriverRestarts()) {
			throw new ClusterException("driver-ended", "The job's Spark driver exited " + this.ended
					+ " times without a new checkpoint. The server's log has the end of the driver's log.");
		}
	}

	/** Returns false if that was not wanted any more: then there is no driver. */
	private boolean start(BooleanSupplier goOn) throws IOException, DriverEndedException {
		becomes(ClusterStatus.NONE.waitingFor(WAITS_FOR_DRIVER));
		long begun = System.nanoTime();
		this.startedAt = begun;
		StartedDriver started = this.starting.get();
		this.driver = started;
		DriverProcess process = started.process();
		BooleanSupplier inTime = () -> System.nanoTime() - begun < this.settings.startTimeout().toNanos();
		Optional<Message.Hello> hello = await(process, Message.Hello.class,
				() -> goOn.getAsBoolean() && inTime.getAsBoolean());
		if (hello.isEmpty()) {
			List<String> tail = process.tail();
			end();
			if (this.interrupted || !goOn.getAsBoolean()) {
				return false;
			}
			logger.warn("the driver did not get a cluster in time; its log ends with\n{}", String.join("\n", tail));
			throw new ClusterException("unreachable", "The job's Spark driver had no cluster after "
					+ this.settings.startTimeout().toSeconds()
					+ " s (charrnn.training.spark.start-timeout): check the master's address, its release and its "
					+ "secret.");
		}
		logger.info("the driver is application {} on Spark {}, Java {}", hello.get().application(),
				hello.get().sparkVersion(), hello.get().java());
		becomes(this.status.as(hello.get().application(), hello.get().ui().isEmpty() ? null : hello.get().ui())
			.waitingFor(WAITS_FOR_EXECUTORS));
		this.ready = tell(process, goOn);
		if (!this.ready) {
			end();
		}
		return this.ready;
	}

	/** Tells a new driver all that an earlier one knew. */
	private boolean tell(DriverProcess process, BooleanSupplier goOn) throws IOException, DriverEndedException {
		process.send(new Message.Begin(this.run));
		int perCharacter = this.run.bytesPerCharacter();
		for (int from = 0; from < this.text.length();) {
			if (!goOn.getAsBoolean()) {
				return false;
			}
			byte[] part = TextFile.part(this.text, from, perCharacter);
			process.send(new Message.Text(part));
			from += part.length / perCharacter;
		}
		process.send(new Message.State(this.known));
		for (Message.Learn round : this.since) {
			if (learn(process, round, goOn).isEmpty()) {
				return false;
			}
		}
		return true;
	}

	/** Waits for a message of a kind; nothing if that was not wanted any more. */
	private <M extends Message> Optional<M> await(DriverProcess process, Class<M> kind, BooleanSupplier goOn)
			throws DriverEndedException {
		while (true) {
			Optional<Message> next = next(process);
			if (next == null) {
				if (this.interrupted || !goOn.getAsBoolean()) {
					return Optional.empty();
				}
				continue;
			}
			Message message = next.orElseThrow(DriverEndedException::new);
			if (kind.isInstance(message)) {
				return Optional.of(kind.cast(message));
			}
			if (message instanceof Message.Failure failure) {
				throw failed(process, failure);
			}
			if (message instanceof Message.Executors executors) {
				changed(executors);
			}
		}
	}

	/**
	 * A driver is not left in the middle of what it says: who interrupts is told later.
	 */
	private @Nullable Optional<Message> next(DriverProcess process) {
		try {
			return process.next(LOOK_UP);
		}
		catch (InterruptedException ex) {
			this.interrupted = true;
			return null;
		}
	}

	private void changed(Message.Executors executors) {
		if (executors.lost() > this.status.lostExecutors()) {
			logger.info("lost {}; {} are left", executors.lastLoss(), executors.alive());
		}
		becomes(this.status
			.with(executors.alive(), executors.lost(), executors.lastLoss().isEmpty() ? null : executors.lastLoss())
			.waitingFor((executors.alive() > 0) ? null : WAITS_FOR_EXECUTORS));
	}

	private void becomes(ClusterStatus other) {
		this.status = other;
		this.toldAt = System.nanoTime();
		this.listener.accept(other);
	}

	private ClusterException failed(DriverProcess process, Message.Failure failure) {
		List<String> tail = process.tail();
		end();
		logger.warn("the driver failed: {}; its log ends with\n{}", failure.detail(), String.join("\n", tail));
		return Failures.of(failure);
	}

	private void end() {
		StartedDriver running = this.driver;
		this.driver = null;
		this.ready = false;
		if (running != null) {
			running.close();
		}
	}

	/** How the cluster is now. */
	ClusterStatus status() {
		return this.status;
	}

	@Override
	public void close() {
		end();
	}

	/** What is done with a driver. */
	private interface Use<T> {

		Optional<T> of(DriverProcess process) throws IOException, DriverEndedException;

	}

	/** The driver's process ended without a word. */
	private static final class DriverEndedException extends Exception {

		DriverEndedException() {
			super("the driver exited");
		}

	}

}
