package io.charrnn.spark;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import io.charrnn.cluster.protocol.MemberReport;
import io.charrnn.cluster.protocol.Message;
import io.charrnn.cluster.protocol.Message.Reason;
import io.charrnn.cluster.protocol.RoundBytes;
import io.charrnn.cluster.protocol.RunDescription;
import io.charrnn.cluster.protocol.TextFile;
import io.charrnn.model.TrainingState;
import io.charrnn.model.round.Meeting;
import io.charrnn.model.round.Member;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

/**
 * The run that a driver has in hand, round by round. The common state is here; executors
 * get it as a broadcast and keep nothing of it that would be missed.
 */
final class Round implements AutoCloseable {

	private final JavaSparkContext spark;

	private final long patience;

	private final Executors executors;

	private final Path textFile;

	private @Nullable RunDescription run;

	private @Nullable OutputStream text;

	private long textBytes;

	private @Nullable TrainingState state;

	/** By host. */
	private final Map<String, String> arithmetic = new TreeMap<>();

	/**
	 * Prepares for a run.
	 * @param spark the cluster
	 * @param textFile where to keep the text
	 * @param patience nanoseconds without executors
	 * @param listener is told of executors
	 */
	Round(JavaSparkContext spark, Path textFile, long patience, Consumer<Message.Executors> listener) {
		this.spark = spark;
		this.patience = patience;
		this.executors = new Executors(listener);
		this.textFile = textFile;
	}

	void listen() {
		this.spark.sc().addSparkListener(this.executors);
		boolean local = this.spark.isLocal();
		// The driver counts itself.
		int others = this.spark.statusTracker().getExecutorInfos().length - 1;
		this.executors.found(local ? 1 : others);
	}

	void begin(RunDescription described) throws IOException {
		this.run = described;
		this.text = new BufferedOutputStream(Files.newOutputStream(this.textFile));
		textIfComplete();
	}

	void text(byte[] indices) throws IOException {
		Objects.requireNonNull(this.text).write(indices);
		this.textBytes += indices.length;
		textIfComplete();
	}

	/**
	 * Each executor copies the file, so that nobody needs to have all of it in memory.
	 */
	private void textIfComplete() throws IOException {
		if (this.textBytes == TextFile.bytes(Objects.requireNonNull(this.run))) {
			Objects.requireNonNull(this.text).close();
			this.spark.addFile(this.textFile.toString());
		}
	}

	void state(TrainingState begin) {
		this.state = begin;
	}

	TrainingState state() {
		return Objects.requireNonNull(this.state);
	}

	/** Learns for a round; nothing if it was broken off. */
	Optional<Message.Learned> learn(long first, double[] learningRates, BooleanSupplier goOn)
			throws InterruptedException {
		RunDescription described = Objects.requireNonNull(this.run);
		TrainingState begin = state();
		if (begin.iteration() != first) {
			throw new FailedException(Reason.DRIVER_FAILED,
					"a round cannot begin at " + first + " after " + begin.iteration() + " iterations");
		}
		long begun = System.nanoTime();
		Broadcast<CommonState> common = this.spark.broadcast(new CommonState(begin));
		try {
			JavaRDD<Long> results = this.spark.parallelize(hidden(described, begin), described.cluster().workers())
				.map(new MemberTask(RoundBytes.of(described), this.textFile.getFileName().toString(), common,
						learningRates));
			Meeting meeting = new Meeting(described.cluster(), begin,
					described.hyperparameters().optimization().batchSize());
			long learning = 0;
			try (Results arriving = new Results(results)) {
				for (int missing = described.cluster().workers(); missing > 0; missing--) {
					Optional<MemberReport> report = arriving.next(() -> lookUp(goOn));
					if (report.isEmpty()) {
						return Optional.empty();
					}
					check(report.get());
					learning += report.get().nanos();
					meeting.add(report.get().round());
				}
			}
			this.state = meeting.next();
			return Optional
				.of(new Message.Learned(meeting.updates(), System.nanoTime() - begun, learning / atOnce(described)));
		}
		finally {
			common.destroy();
		}
	}

	/** Members that learn at the same time. */
	private int atOnce(RunDescription described) {
		int cores = this.spark.defaultParallelism() / described.cluster().threadsPerWorker();
		return Math.max(1, Math.min(described.cluster().workers(), cores));
	}

	private static List<byte[]> hidden(RunDescription described, TrainingState common) {
		List<byte[]> hidden = new ArrayList<>();
		for (int index = 0; index < described.cluster().workers(); index++) {
			Member member = new Member(index, described.cluster(), described.architecture(),
					described.hyperparameters());
			hidden.add(RoundBytes.of(member.begin(common).hidden()));
		}
		return hidden;
	}

	private boolean lookUp(BooleanSupplier goOn) {
		if (this.spark.sc().isStopped()) {
			throw new FailedException(Reason.UNREACHABLE, "Spark has ended the application");
		}
		if (this.executors.nanosWithout() > this.patience) {
			throw new FailedException(Reason.NO_EXECUTORS,
					"there has been no executor for " + TimeUnit.NANOSECONDS.toSeconds(this.patience) + " s"
							+ (this.executors.lastLoss().isEmpty() ? "" : "; lost was " + this.executors.lastLoss()));
		}
		return goOn.getAsBoolean();
	}

	/** All must compute alike: another library or processor gives other bits. */
	private void check(MemberReport report) {
		this.arithmetic.put(report.host(), report.arithmetic());
		if (this.arithmetic.values().stream().distinct().count() > 1) {
			throw new FailedException(Reason.MIXED_EXECUTORS,
					"hosts compute in different ways, so that results would depend on which computes what: "
							+ this.arithmetic);
		}
	}

	@Override
	public void close() {
		this.spark.close();
	}

}
