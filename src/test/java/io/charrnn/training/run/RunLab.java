package io.charrnn.training.run;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;

import io.charrnn.cluster.ClusterStatus;
import io.charrnn.corpus.Corpus;
import io.charrnn.corpus.CorpusId;
import io.charrnn.model.Alphabet;
import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.LearningRateSchedule;
import io.charrnn.model.NetworkOptions;
import io.charrnn.model.Normalization;
import io.charrnn.model.OptimizationOptions;
import io.charrnn.model.RunOptions;
import io.charrnn.model.Trainer;
import io.charrnn.model.TrainingState;
import io.charrnn.model.Update;
import io.charrnn.model.ValidationSplit;
import io.charrnn.model.dl4j.ArchivedModel;
import io.charrnn.model.dl4j.ModelArchive;
import io.charrnn.model.round.Rounds;
import io.charrnn.training.FakeEngine;
import io.charrnn.training.JobId;
import io.charrnn.training.Metric;
import io.charrnn.training.Progress;
import io.charrnn.training.TrainingJob;
import io.charrnn.training.TrainingJobStatus;
import io.charrnn.training.TrainingSample;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Trains in memory: with an engine that learns nothing, a clock that only iterations
 * move, and a journal that is a list.
 */
final class RunLab {

	private static final long SEED = 7;

	private static final String TEXT = "she sells sea shells by the sea shore; ".repeat(20);

	private static final Alphabet ALPHABET = Alphabet.of(TEXT);

	/** Iterations of an epoch on the text. */
	static final int EPOCH = 19;

	final List<Entry> entries = new ArrayList<>();

	final List<Progress> rewinds = new ArrayList<>();

	Duration iterationTime = Duration.ofMillis(1);

	Duration validationTime = Duration.ZERO;

	Runnable whileStoring = () -> {
	};

	Duration checkpointInterval = Duration.ofHours(1);

	FakeEngine.Script script = FakeEngine.Script.IMPROVING;

	IntToDoubleFunction validationLoss = (number) -> 3 - number / 1000.0;

	@Nullable Integer epochs;

	@Nullable Long maxIterations;

	@Nullable Duration maxDuration;

	double validationFraction = 0.2;

	long validateEvery = 1_000_000;

	/** Iterations of a round. */
	int round = 1;

	long checkpointEvery = 1_000_000;

	@Nullable Integer earlyStopping;

	LossExpectation expectation = LossExpectation.none();

	private final CheckpointCodec codec = new CheckpointCodec(mock(), new JsonMapper());

	private int validations;

	private long nanos;

	private @Nullable TrainingJobStatus requested;

	private RunControl control = newControl();

	/** Trains from the last checkpoint, or the beginning, until the run ends. */
	Entry run() {
		Hyperparameters hyperparameters = hyperparameters();
		Corpus corpus = new Corpus(CorpusId.random(), "sea", "00", TEXT.length(), TEXT.length(), ALPHABET.size(),
				Instant.EPOCH, null, ALPHABET.toString(), List.of());
		TrainingJob job = new TrainingJob(JobId.random(), "sea", corpus.id(), "fake", null, hyperparameters, List.of(),
				ALPHABET.size(), 1, TrainingJobStatus.RUNNING, null, 0, null, 1, 1, Progress.none(0), null, null, null,
				Instant.EPOCH, Instant.EPOCH, null, List.of(), null, null, null, null, null, null, null);
		TrainingData data = TrainingData.of(corpus, ALPHABET, ALPHABET.encode(TEXT), hyperparameters);
		FakeEngine engine = new FakeEngine();
		engine.play(SEED, this::update);
		Architecture architecture = job.architecture();
		NewCheckpoint last = lastCheckpoint();
		TrainingState initial = TrainingState.initial(architecture, hyperparameters);
		RunState state = (last != null) ? RunState.of(last.state()) : RunState.initial(initial.hidden());
		TrainingState training = (last != null) ? trainingState(archive(last), state) : initial;
		Platform platform = new Platform("1", "jvm", "cpu");
		RunTools tools = new RunTools(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), () -> this.nanos,
				this.checkpointInterval, platform, (model, text, threads, aside, goOn) -> validate(goOn));
		CheckpointWriter writer = new CheckpointWriter(this.codec, platform, engine.library(), job, data);
		try (Aside aside = new Aside();
				Rounds rounds = rounds(engine.resume(architecture, hyperparameters, training), data)) {
			new TrainingRun(job, data, state, rounds, this.expectation, this.control, aside, new ListJournal(), writer,
					tools)
				.run();
		}
		return lastEntry();
	}

	private Rounds rounds(Trainer trainer, TrainingData data) {
		Rounds single = Rounds.of(trainer, data.streams());
		return (this.round == 1) ? single : new LongRounds(single, this.round);
	}

	/** Asks the job to become something. */
	void request(TrainingJobStatus status) {
		this.requested = status;
		this.control.wake();
	}

	/** Lets time pass. */
	void pass(Duration time) {
		this.nanos += time.toNanos();
	}

	/** Asks the process to end. */
	void stop() {
		this.control.stop();
	}

	/** Goes on as a new process. */
	Entry restart() {
		this.requested = null;
		this.control = newControl();
		return run();
	}

	/** Does something before an iteration, once. */
	void before(long iteration, Runnable action) {
		FakeEngine.Script usual = this.script;
		this.script = (done) -> {
			if (done == iteration) {
				this.script = usual;
				action.run();
			}
			return usual.update(done);
		};
	}

	Entry lastEntry() {
		return this.entries.get(this.entries.size() - 1);
	}

	List<Metric> metrics() {
		return this.entries.stream().flatMap((entry) -> entry.metrics().stream()).toList();
	}

	List<Long> checkpointIterations() {
		return this.entries.stream()
			.filter((entry) -> entry.checkpoint() != null)
			.map((entry) -> entry.progress().iteration())
			.toList();
	}

	@Nullable NewCheckpoint lastCheckpoint() {
		NewCheckpoint last = null;
		for (Entry entry : this.entries) {
			last = (entry.checkpoint() != null) ? entry.checkpoint() : last;
		}
		return last;
	}

	List<TrainingSample> samples() {
		return this.entries.stream().flatMap((entry) -> Stream.ofNullable(entry.sample())).toList();
	}

	/** What the job's last checkpoint has beside weights. */
	RunState state() {
		return RunState.of(Objects.requireNonNull(lastCheckpoint()).state());
	}

	/** The weights of a job's last checkpoint. */
	float[] parameters() {
		return archive(Objects.requireNonNull(lastCheckpoint())).model().parameters();
	}

	private Hyperparameters hyperparameters() {
		return new Hyperparameters(new NetworkOptions(Cell.LSTM, 1, 6, Normalization.NONE, 0),
				OptimizationOptions.adam(4, 8, 0.01)
					.withSchedule(new LearningRateSchedule(LearningRateSchedule.Type.COSINE, 3, 0.1, 1, 1))
					.withSeed(SEED),
				new RunOptions(this.epochs, this.maxIterations, this.maxDuration, this.validationFraction,
						ValidationSplit.END, this.validateEvery, this.checkpointEvery, this.earlyStopping));
	}

	private Update update(long iteration) {
		this.nanos += this.iterationTime.toNanos();
		return this.script.update(iteration);
	}

	private Optional<Double> validate(BooleanSupplier goOn) {
		this.nanos += this.validationTime.toNanos();
		return goOn.getAsBoolean() ? Optional.of(this.validationLoss.applyAsDouble(++this.validations))
				: Optional.empty();
	}

	private RunControl newControl() {
		return new RunControl(() -> this.requested, () -> this.nanos);
	}

	private static TrainingState trainingState(ArchivedModel archived, RunState state) {
		float[] updaterState = Objects.requireNonNull(archived.updaterState());
		return new TrainingState(state.iteration(), archived.model().parameters(), null, updaterState, state.hidden());
	}

	private static ArchivedModel archive(NewCheckpoint checkpoint) {
		try {
			return ModelArchive.read(new ByteArrayInputStream(checkpoint.archive()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Rounds of several iterations.
	 *
	 * @param single what learns in rounds of one
	 */
	private record LongRounds(Rounds single, int length) implements Rounds {

		@Override
		public Optional<List<Update>> learn(long first, double[] learningRates, BooleanSupplier goOn) {
			assertThat(first % this.length + learningRates.length).isLessThanOrEqualTo(this.length);
			List<Update> updates = new ArrayList<>();
			for (int local = 0; local < learningRates.length; local++) {
				this.single.learn(first + local, new double[] { learningRates[local] }, () -> true)
					.ifPresent(updates::addAll);
			}
			return Optional.of(updates);
		}

		@Override
		public float[] parameters() {
			return this.single.parameters();
		}

		@Override
		public TrainingState state() {
			return this.single.state();
		}

		@Override
		public void close() {
			this.single.close();
		}

	}

	private final class ListJournal implements RunJournal {

		@Override
		public void cluster(ClusterStatus status) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void rewind(Progress progress) {
			RunLab.this.rewinds.add(progress);
		}

		@Override
		public boolean write(Entry entry, Aside aside, BooleanSupplier goOn) {
			if (entry.checkpoint() != null) {
				RunLab.this.whileStoring.run();
				if (!goOn.getAsBoolean()) {
					return false;
				}
			}
			RunLab.this.entries.add(entry);
			return true;
		}

		@Override
		public void end(Ending ending) {
			throw new IllegalStateException("a run ends with an entry");
		}

	}

}
