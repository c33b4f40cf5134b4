package io.charrnn.training.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;

import io.charrnn.model.CounterRandom;
import io.charrnn.model.EncodedText;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.TrainingState;
import io.charrnn.model.Update;
import io.charrnn.model.round.Rounds;
import io.charrnn.training.Metric;
import io.charrnn.training.NGramLoss;
import io.charrnn.training.Progress;
import io.charrnn.training.TrainingJob;
import io.charrnn.training.TrainingJobStatus.Event;
import io.charrnn.training.TrainingSample;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains one job in this process, from where it stands until it ends or is let go. Knows
 * neither the network nor the database.
 */
final class TrainingRun {

	private static final Logger logger = LoggerFactory.getLogger(TrainingRun.class);

	private static final int MOST_OFTEN_VALIDATED = 4096;

	private static final int MOST_OFTEN_CHECKPOINTED = 1024;

	/**
	 * For the checkpoint of a job that is let go. One that takes longer is given up: the
	 * job will continue from the one before, and learn the same again.
	 */
	private static final Duration CHECKPOINT_PATIENCE = Duration.ofMillis(1500);

	/** For the sample of a job that is let go. */
	private static final Duration SAMPLE_PATIENCE = Duration.ofMillis(300);

	private final Hyperparameters hyperparameters;

	private final int threads;

	private final TrainingData data;

	private final Rounds rounds;

	private final LossExpectation expectation;

	private final RunControl control;

	private final Aside aside;

	private final RunJournal journal;

	private final RunTools tools;

	private final CheckpointWriter checkpoints;

	private final Limits limits;

	private final Stopwatch watch;

	private final LossWindow window;

	private final DivergenceGuard guard;

	private final Losses losses;

	private final ReportPace pace;

	private final Recurrence validations;

	private final Recurrence regularCheckpoints;

	private long iteration;

	private boolean improved;

	private @Nullable Metric unwritten;

	private @Nullable Double charactersPerSecond;

	/**
	 * Prepares to continue.
	 * @param job what to train, held by a worker
	 * @param data what to learn from
	 * @param rounds at the same place; closed by the caller
	 * @param expectation counts n-grams meanwhile; closed by the caller
	 * @param control tells when to stop
	 * @param aside does what takes long; closed by the caller
	 * @param journal takes what is to be stored
	 * @param checkpoints makes checkpoints of the job
	 * @param tools what all runs share
	 */
	TrainingRun(TrainingJob job, TrainingData data, RunState state, Rounds rounds, LossExpectation expectation,
			RunControl control, Aside aside, RunJournal journal, CheckpointWriter checkpoints, RunTools tools) {
		this.hyperparameters = job.hyperparameters();
		this.threads = Objects.requireNonNull(job.threads());
		this.data = data;
		this.rounds = rounds;
		this.expectation = expectation;
		this.control = control;
		this.aside = aside;
		this.journal = journal;
		this.checkpoints = checkpoints;
		this.tools = tools;
		long charactersPerIteration = this.hyperparameters.optimization().charactersPerIteration();
		this.limits = Limits.of(this.hyperparameters.run(), data.streams().iterationsPerEpoch());
		this.watch = new Stopwatch(tools.nanoTime(), state.trainingTime());
		this.window = new LossWindow(charactersPerIteration);
		this.guard = new DivergenceGuard(data.alphabet().size(), charactersPerIteration, state.startLoss());
		this.losses = new Losses(state);
		this.pace = new ReportPace(state, tools.checkpointInterval());
		this.validations = new Recurrence(this.hyperparameters.run().validateEvery(), MOST_OFTEN_VALIDATED,
				rounds.length());
		this.regularCheckpoints = new Recurrence(this.hyperparameters.run().checkpointEvery(), MOST_OFTEN_CHECKPOINTED,
				rounds.length());
		this.iteration = state.iteration();
	}

	/** Trains until the job ends or is let go. */
	void run() {
		this.journal.rewind(progress(this.watch.elapsed()));
		while (true) {
			Signal signal = this.control.poll();
			if (signal != Signal.NONE) {
				letGo(signal);
				return;
			}
			if (validationDue() && !validate()) {
				continue;
			}
			if (ended()) {
				if (write(true, Ending.by(Event.SUCCEED))) {
					return;
				}
				continue;
			}
			if (this.improved || checkpointDue()) {
				if (!write(true, null)) {
					continue;
				}
			}
			else if (reportDue()) {
				write(false, null);
			}
			step();
		}
	}

	/** Goes on to the end of a round, or of the training if that comes first. */
	private void step() {
		double[] learningRates = learningRates();
		long begun = this.tools.nanoTime().getAsLong();
		Optional<List<Update>> done = this.rounds.learn(this.iteration, learningRates, this.control::goesOn);
		if (done.isEmpty()) {
			return;
		}
		long taken = this.tools.nanoTime().getAsLong() - begun;
		List<Update> updates = done.get();
		for (int update = 0; update < updates.size(); update++) {
			this.iteration++;
			this.guard.check(this.iteration, updates.get(update));
			this.window.add(updates.get(update), learningRates[update], taken / updates.size());
		}
		TrainingMeters.learned(updates.size() * this.hyperparameters.optimization().charactersPerIteration());
	}

	private double[] learningRates() {
		long end = (this.iteration / this.rounds.length() + 1) * this.rounds.length();
		if (this.limits.iterations() != null) {
			end = Math.min(end, this.limits.iterations());
		}
		Duration elapsed = this.watch.elapsed();
		return LongStream.range(this.iteration, end).mapToDouble((one) -> learningRate(one, elapsed)).toArray();
	}

	private double learningRate(long one, Duration elapsed) {
		return this.hyperparameters.optimization().learningRate()
				* this.hyperparameters.optimization().schedule().factor(one, this.limits.fraction(one, elapsed));
	}

	private boolean ended() {
		Integer patience = this.hyperparameters.run().earlyStopping();
		return this.limits.reached(this.iteration, this.watch.elapsed())
				|| (this.control.finishing() && this.iteration > 0)
				|| (patience != null && this.losses.validationsWithoutBest() >= patience);
	}

	private boolean validationDue() {
		return this.data.validation() != null && this.iteration > this.losses.validatedAt() && this.iteration > 0
				&& (this.validations.due(this.iteration) || ended());
	}

	/** Returns false if a signal came before the end of the validation part. */
	private boolean validate() {
		EncodedText text = Objects.requireNonNull(this.data.validation());
		LanguageModel model = this.checkpoints.model(this.rounds.parameters());
		Optional<Double> loss = this.tools.evaluator()
			.loss(model, text, this.threads, this.aside, this.control::goesOn);
		if (loss.isEmpty()) {
			return false;
		}
		this.guard.check(this.iteration, loss.get());
		this.improved |= this.losses.validated(this.iteration, loss.get());
		return true;
	}

	private boolean checkpointDue() {
		return this.pace.newSince(this.iteration)
				&& (this.regularCheckpoints.due(this.iteration) || this.pace.checkpointDue(this.watch.elapsed()));
	}

	private boolean reportDue() {
		return !this.window.empty() && (this.pace.reportDue(this.watch.elapsed()) || validatedHere());
	}

	private boolean validatedHere() {
		return this.losses.validatedAt() == this.iteration;
	}

	private void letGo(Signal signal) {
		boolean lasting = signal != Signal.CANCEL && this.pace.newSince(this.iteration);
		Duration trainingTime = this.watch.elapsed();
		Entry entry = new Entry(progress(trainingTime), metrics(), null, this.expectation.poll(), null,
				signal.ending());
		if (!lasting || !writeLast(entry, trainingTime)) {
			this.journal.write(entry, this.aside, () -> true);
		}
	}

	/** Returns false if that would take too long. */
	private boolean writeLast(Entry entry, Duration trainingTime) {
		BooleanSupplier patience = within(CHECKPOINT_PATIENCE);
		TrainingState state = this.rounds.state();
		Optional<NewCheckpoint> checkpoint = this.aside.call(() -> checkpoint(state, trainingTime), patience);
		Optional<TrainingSample> sample = checkpoint
			.flatMap((made) -> this.aside.call(() -> sample(state), within(SAMPLE_PATIENCE)));
		boolean written = checkpoint.isPresent()
				&& this.journal.write(entry.with(sample.orElse(null), checkpoint.get()), this.aside, patience);
		if (!written) {
			logger.info("no checkpoint of iteration {} is written, because that takes longer than {}", this.iteration,
					CHECKPOINT_PATIENCE);
		}
		return written;
	}

	private BooleanSupplier within(Duration patience) {
		long begun = this.tools.nanoTime().getAsLong();
		return () -> this.tools.nanoTime().getAsLong() - begun < patience.toNanos();
	}

	/** Returns false if a signal came before all was there: then nothing is written. */
	private boolean write(boolean withCheckpoint, @Nullable Ending ending) {
		Duration trainingTime = this.watch.elapsed();
		List<Metric> metrics = metrics();
		TrainingSample sample = null;
		NewCheckpoint checkpoint = null;
		if (withCheckpoint) {
			TrainingState state = this.rounds.state();
			checkpoint = this.aside.call(() -> checkpoint(state, trainingTime), this.control::goesOn).orElse(null);
			sample = (checkpoint != null) ? this.aside.call(() -> sample(state), this.control::goesOn).orElse(null)
					: null;
			if (sample == null) {
				return false;
			}
		}
		if (!this.journal.write(
				new Entry(progress(trainingTime), metrics, sample, lossExpectation(ending), checkpoint, ending),
				this.aside, this.control::goesOn)) {
			return false;
		}
		this.unwritten = null;
		this.pace.reported(trainingTime);
		if (withCheckpoint) {
			this.improved = false;
			this.pace.checkpointed(this.iteration, trainingTime);
		}
		return true;
	}

	private NewCheckpoint checkpoint(TrainingState state, Duration trainingTime) {
		return this.checkpoints.make(state, state(trainingTime, state), this.improved);
	}

	/** A job that succeeds has it; others have it as soon as it is there. */
	private @Nullable List<NGramLoss> lossExpectation(@Nullable Ending ending) {
		return (ending != null && ending.event() == Event.SUCCEED) ? this.expectation.await(this.control::goesOn)
				: this.expectation.poll();
	}

	private TrainingSample sample(TrainingState state) {
		LanguageModel model = this.checkpoints.model(state.modelParameters());
		long seed = CounterRandom.mix(this.hyperparameters.optimization().seed(), this.iteration);
		return new TrainingSample(this.iteration, SampleText.write(model, seed), SampleText.TEMPERATURE,
				Instant.now(this.tools.clock()));
	}

	/** What was learned since the last report; again, if that was not written. */
	private List<Metric> metrics() {
		if (!this.window.empty()) {
			Metric metric = this.window.close(this.iteration, validatedHere() ? this.losses.validation() : null,
					Instant.now(this.tools.clock()));
			this.losses.trained(metric.trainingLoss());
			this.charactersPerSecond = metric.charactersPerSecond();
			this.unwritten = metric;
		}
		return (this.unwritten != null) ? List.of(this.unwritten) : List.of();
	}

	private Progress progress(Duration trainingTime) {
		return new Progress(this.iteration, this.limits.expectedIterations(this.iteration, trainingTime),
				this.data.streams().epoch(this.iteration), this.limits.fraction(this.iteration, trainingTime),
				this.charactersPerSecond, trainingTime, this.losses.training(), this.losses.validation(),
				this.losses.best());
	}

	private RunState state(Duration trainingTime, TrainingState state) {
		return new RunState(this.iteration, trainingTime, this.guard.start(), this.losses.training(),
				this.losses.validation(), this.losses.best(), this.losses.validatedAt(),
				this.losses.validationsWithoutBest(), state.hidden(),
				(state.average() != null) ? state.parameters() : new float[0], state.rotations(), state.velocity());
	}

}
