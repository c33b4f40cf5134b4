package io.charrnn.training.run;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

import io.charrnn.cluster.SparkCluster;
import io.charrnn.corpus.Corpora;
import io.charrnn.corpus.Corpus;
import io.charrnn.model.Alphabet;
import io.charrnn.model.EncodedText;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.Optimizer;
import io.charrnn.model.Trainer;
import io.charrnn.model.TrainingEngine;
import io.charrnn.model.TrainingState;
import io.charrnn.model.dl4j.ArchivedModel;
import io.charrnn.model.round.Cluster;
import io.charrnn.model.round.LocalRounds;
import io.charrnn.model.round.Rounds;
import io.charrnn.process.ServingLoad;
import io.charrnn.training.Checkpoints;
import io.charrnn.training.StoredCheckpoint;
import io.charrnn.training.TrainingJob;
import io.charrnn.training.TrainingSettings;

import org.springframework.stereotype.Component;

/** Sets up runs: reads the text and the last checkpoint, and starts the engine. */
@Component
class RunFactory {

	private final Corpora corpora;

	private final Checkpoints checkpoints;

	private final CheckpointCodec codec;

	private final Ability ability;

	private final RunTools tools;

	private final ServingLoad serving;

	private final SparkCluster spark;

	private final double share;

	RunFactory(Corpora corpora, Checkpoints checkpoints, CheckpointCodec codec, Ability ability, RunTools tools,
			ServingLoad serving, SparkCluster spark, TrainingSettings settings) {
		this.corpora = corpora;
		this.checkpoints = checkpoints;
		this.codec = codec;
		this.ability = ability;
		this.tools = tools;
		this.serving = serving;
		this.spark = spark;
		this.share = settings.shareWhileServing();
	}

	/** Trains a job from where it stands until it ends or is let go. */
	void run(TrainingJob job, RunControl control, RunJournal journal) {
		Corpus corpus = this.corpora.find(job.corpus());
		TrainingEngine engine = this.ability.engine(job);
		try (Aside aside = new Aside()) {
			Optional<Start> start = Optional.empty();
			while (start.isEmpty()) {
				Signal signal = control.poll();
				if (signal != Signal.NONE) {
					journal.end(signal.ending());
					return;
				}
				start = aside.call(() -> start(job, corpus, engine, journal), control::goesOn, Start::close);
			}
			run(job, start.get(), engine, control, aside, journal);
		}
	}

	private void run(TrainingJob job, Start start, TrainingEngine engine, RunControl control, Aside aside,
			RunJournal journal) {
		TrainingData data = start.data();
		try (Rounds rounds = start.rounds();
				LossExpectation expectation = (job.lossExpectation() == null) ? data.lossExpectation()
						: LossExpectation.none()) {
			CheckpointWriter writer = new CheckpointWriter(this.codec, this.tools.platform(), engine.library(), job,
					data);
			new TrainingRun(job, data, start.state(), rounds, expectation, control, aside, journal, writer, this.tools)
				.run();
		}
	}

	private Start start(TrainingJob job, Corpus corpus, TrainingEngine engine, RunJournal journal) {
		Hyperparameters hyperparameters = job.hyperparameters();
		Optional<StoredCheckpoint> last = this.checkpoints.last(job.id());
		if (last.isEmpty()) {
			TrainingData data = data(job, corpus, corpus.alphabet());
			TrainingState initial = TrainingState.initial(job.architecture(), hyperparameters);
			return new Start(data, RunState.initial(initial.hidden()), rounds(job, engine, data, initial, journal));
		}
		ArchivedModel archived = this.codec.archive(last.get());
		RunState state = this.codec.state(last.get()).patientAgain(hyperparameters.run().earlyStopping());
		TrainingData data = data(job, corpus, archived.model().alphabet());
		float[] model = archived.model().parameters();
		float[] weights = (state.weights().length > 0) ? state.weights() : model;
		float[] average = (hyperparameters.optimization().averaging() > 0) ? model : null;
		return new Start(data, state,
				rounds(job, engine, data,
						new TrainingState(state.iteration(), weights, average,
								updaterState(archived, state, hyperparameters.optimization().optimizer()),
								state.hidden(), state.velocity()),
						journal));
	}

	private Rounds rounds(TrainingJob job, TrainingEngine engine, TrainingData data, TrainingState state,
			RunJournal journal) {
		Cluster cluster = job.cluster();
		if (cluster != null && this.spark.exists()) {
			return this.spark.rounds(job.id().value(), cluster, data.alphabet(), job.hyperparameters(), data.training(),
					state, journal::cluster);
		}
		return (cluster != null)
				? new LocalRounds(cluster, job.architecture(), job.hyperparameters(), engine, this::yielding,
						data.streams(), state)
				: Rounds.of(yielding(engine.resume(job.architecture(), job.hyperparameters(), state)), data.streams());
	}

	private Trainer yielding(Trainer trainer) {
		return new YieldingTrainer(trainer, this.serving, this.share, this.tools.nanoTime(), LockSupport::parkNanos);
	}

	/** All zero where the optimizer starts again. */
	private static float[] updaterState(ArchivedModel archived, RunState state, Optimizer optimizer) {
		float[] moments = archived.updaterState();
		int length = optimizer.stateLength(archived.model().architecture());
		if (moments == null) {
			return new float[length];
		}
		float[] all = Arrays.copyOf(moments, length);
		System.arraycopy(state.rotations(), 0, all, moments.length, state.rotations().length);
		return all;
	}

	private TrainingData data(TrainingJob job, Corpus corpus, Alphabet alphabet) {
		EncodedText text = this.corpora.read(corpus.id(), alphabet);
		if (job.validationCorpus() == null) {
			return TrainingData.of(corpus, alphabet, text, job.hyperparameters());
		}
		return TrainingData.of(corpus, this.corpora.find(job.validationCorpus()), alphabet, text,
				this.corpora.read(job.validationCorpus(), alphabet), job.hyperparameters());
	}

	/**
	 * Where a run begins.
	 *
	 * @param data what to learn from
	 * @param rounds at the same place
	 */
	private record Start(TrainingData data, RunState state, Rounds rounds) {

		void close() {
			this.rounds.close();
		}

	}

}
