package io.charrnn.training.run;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import io.charrnn.corpus.Corpora;
import io.charrnn.corpus.Corpus;
import io.charrnn.corpus.CorpusId;
import io.charrnn.model.Cell;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.NetworkOptions;
import io.charrnn.model.Normalization;
import io.charrnn.model.OptimizationOptions;
import io.charrnn.model.Precision;
import io.charrnn.model.RunOptions;
import io.charrnn.model.Update;
import io.charrnn.model.ValidationSplit;
import io.charrnn.registry.Models;
import io.charrnn.training.Checkpoints;
import io.charrnn.training.FakeEngine;
import io.charrnn.training.JobId;
import io.charrnn.training.Metric;
import io.charrnn.training.Metrics;
import io.charrnn.training.StoredCheckpoint;
import io.charrnn.training.TrainingClient;
import io.charrnn.training.TrainingJob;
import io.charrnn.training.TrainingJobStatus;
import io.charrnn.training.TrainingJobs;
import io.charrnn.training.TrainingSettings;
import io.charrnn.training.TrainingTest;
import io.charrnn.training.Waiting;
import io.charrnn.training.request.Preset;
import io.charrnn.training.run.Worker.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.AdditionalAnswers;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.BDDMockito.willReturn;
import static org.mockito.Mockito.mock;

/** Works on jobs that no queue knows, in the test's own thread. */
@TrainingTest
class WorkerTests {

	private static final AtomicLong SEEDS = new AtomicLong(2000);

	private static final Waiting FOR_MEMORY = new Waiting(Waiting.Reason.MEMORY, "for memory");

	private static final String TEXT = "she sells sea shells by the sea shore; ".repeat(20);

	@LocalServerPort
	private int port;

	@Autowired
	private TrainingSettings settings;

	@Autowired
	private Worker worker;

	@Autowired
	private Journal journal;

	@Autowired
	private TrainingJobs jobs;

	@Autowired
	private Checkpoints checkpoints;

	@Autowired
	private Metrics metrics;

	@Autowired
	private Models models;

	@Autowired
	private Corpora corpora;

	@Autowired
	private RunningJobs running;

	@Autowired
	private Replicas replicas;

	@Autowired
	private Ability ability;

	@Autowired
	private Room room;

	@Autowired
	private RunFactory runs;

	@Autowired
	private RunErrors errors;

	@Autowired
	private FakeEngine engine;

	@Autowired
	private JdbcClient jdbc;

	private final long seed = SEEDS.incrementAndGet();

	private Corpus corpus = mock();

	@BeforeEach
	void upload() {
		this.corpus = this.corpora.find(new CorpusId(new TrainingClient(this.port).upload(TEXT)));
	}

	@Test
	void trainsAWaitingJobToItsEnd() {
		JobId job = add(30);
		assertThat(this.worker.work(job)).isEqualTo(Outcome.THROUGH);
		assertThat(job(job).status()).isEqualTo(TrainingJobStatus.SUCCEEDED);
		assertThat(this.models.find("worked").provenance().corpus()).satisfies((learned) -> {
			assertThat(learned.id()).isEqualTo(this.corpus.id().value());
			assertThat(learned.sha256()).isEqualTo(this.corpus.sha256());
		});
		assertThat(this.models.find("worked").provenance().threads())
			.isEqualTo(Runtime.getRuntime().availableProcessors());
		assertThat(this.models.find("worked").provenance().library()).isEqualTo("fake products 1.0");
		assertThat(this.models.find("worked").provenance().trainingCharacters()).isEqualTo(702);
		assertThat(this.models.find("worked").provenance().validationCharacters()).isEqualTo(78);
	}

	@Test
	void hasNothingToDoForJobsThatHaveEnded() {
		JobId job = add(30);
		this.worker.work(job);
		TrainingJob before = job(job);
		assertThat(this.worker.work(job)).isEqualTo(Outcome.THROUGH);
		assertThat(this.worker.work(JobId.random())).isEqualTo(Outcome.THROUGH);
		assertThat(job(job)).isEqualTo(before);
	}

	@Test
	void goesOnWhereADeadWorkerWroteItsLastCheckpoint() {
		JobId uninterrupted = add(30);
		this.worker.work(uninterrupted);
		JobId job = add(30);
		this.engine.play(this.seed, (iteration) -> {
			if (iteration == 17) {
				// Nothing more is written, as after a death.
				this.journal.claim(job);
			}
			return FakeEngine.Script.IMPROVING.update(iteration);
		});
		assertThat(this.worker.work(job)).isEqualTo(Outcome.LOST);
		assertThat(job(job).status()).isEqualTo(TrainingJobStatus.RUNNING);
		AtomicLong first = new AtomicLong(-1);
		this.engine.play(this.seed, (iteration) -> {
			first.compareAndSet(-1, iteration);
			return FakeEngine.Script.IMPROVING.update(iteration);
		});
		assertThat(this.worker.work(job)).isEqualTo(Outcome.THROUGH);
		assertThat(first).hasValue(10);
		assertThat(job(job).status()).isEqualTo(TrainingJobStatus.SUCCEEDED);
		assertThat(parameters(job)).isEqualTo(parameters(uninterrupted));
		assertThat(this.metrics.list(job, 0, 100).items()).extracting(Metric::iteration)
			.contains(10L, 20L, 30L)
			.isSorted()
			.doesNotHaveDuplicates();
	}

	@Test
	void goesOnWithTheThreadsThatTheJobBeganWith() {
		JobId job = add(30);
		this.jdbc.sql("UPDATE training_job SET threads = 7 WHERE id = ?").param(job.value()).update();
		this.worker.work(job);
		assertThat(this.engine.threads(this.seed)).isEqualTo(7);
		assertThat(this.models.find("worked").provenance().threads()).isEqualTo(7);
	}

	@Test
	void stopsAndChangesNothingOnceAnotherWorkerHasTheJob() {
		JobId job = add(30);
		AtomicReference<Lease> other = new AtomicReference<>();
		AtomicReference<TrainingJob> whenLost = new AtomicReference<>();
		this.engine.play(this.seed, (iteration) -> {
			if (iteration == 15) {
				other.set(this.journal.claim(job).orElseThrow());
				whenLost.set(job(job));
			}
			return new Update(2, 1, false);
		});
		assertThat(this.worker.work(job)).isEqualTo(Outcome.LOST);
		assertThat(job(job)).isEqualTo(whenLost.get());
		assertThat(this.checkpoints.last(job))
			.hasValueSatisfying((last) -> assertThat(last.checkpoint().iteration()).isEqualTo(10));
		this.journal.end(Objects.requireNonNull(other.get()), Ending.by(TrainingJobStatus.Event.CANCEL));
	}

	@ParameterizedTest
	@ValueSource(strings = { "PAUSED", "CANCELLED" })
	void stopsAtOnceIfTheJobWasAskedToWhileNobodyHeldIt(TrainingJobStatus requested) {
		JobId job = add(1_000_000_000);
		this.journal.claim(job);
		assertThat(this.jobs.request(job, requested)).isTrue();
		assertThat(this.worker.work(job)).isEqualTo(Outcome.THROUGH);
		assertThat(job(job).status()).isEqualTo(requested);
		assertThat(job(job).progress().iteration()).isZero();
	}

	@Test
	void saysNothingInternalAboutFailures() {
		JobId job = add(30);
		this.engine.play(this.seed, (iteration) -> {
			throw new IllegalStateException("java.secret.Internals at 0x1234");
		});
		assertThat(this.worker.work(job)).isEqualTo(Outcome.THROUGH);
		assertThat(job(job).status()).isEqualTo(TrainingJobStatus.FAILED);
		assertThat(job(job).error()).contains("urn:char-rnn:problem:training-failed").doesNotContain("secret");
		assertThat(job(job).finishedAt()).isNotNull();
	}

	@Test
	void saysThatMemoryRanOut() {
		JobId job = add(30);
		this.engine.play(this.seed, (iteration) -> {
			throw new OutOfMemoryError("Physical memory usage is too high");
		});
		assertThat(this.worker.work(job)).isEqualTo(Outcome.THROUGH);
		assertThat(job(job).error()).contains("urn:char-rnn:problem:out-of-memory", "smaller hiddenSize");
	}

	@Test
	void keepsTheLastGoodCheckpointOfADivergedJob() {
		JobId job = add(30);
		this.engine.play(this.seed, (iteration) -> new Update((iteration < 25) ? 2 : Double.NaN, 1, false));
		assertThat(this.worker.work(job)).isEqualTo(Outcome.THROUGH);
		assertThat(job(job).error()).contains("urn:char-rnn:problem:training-diverged", "\"loss\":\"NaN\"");
		assertThat(this.checkpoints.last(job))
			.hasValueSatisfying((last) -> assertThat(last.checkpoint().iteration()).isEqualTo(20));
	}

	@Test
	void failsIfTheCorpusIsGone() {
		JobId job = add(30);
		this.jdbc.sql("DELETE FROM corpus WHERE id = ?").param(this.corpus.id().value()).update();
		assertThat(this.worker.work(job)).isEqualTo(Outcome.THROUGH);
		assertThat(job(job).error()).contains("urn:char-rnn:problem:corpus-not-found");
	}

	@Test
	void isReachedByRequestsOfThisProcessWhileItTrains() {
		JobId job = add(1_000_000_000);
		this.engine.play(this.seed, (iteration) -> {
			if (iteration == 15) {
				this.jobs.request(job, TrainingJobStatus.PAUSED);
				this.running.wake(job);
			}
			return new Update(2, 1, false);
		});
		assertThat(this.worker.work(job)).isEqualTo(Outcome.THROUGH);
		assertThat(job(job).status()).isEqualTo(TrainingJobStatus.PAUSED);
		assertThat(job(job).progress().iteration()).isEqualTo(16);
		assertThat(job(job).requestedStatus()).isNull();
	}

	@Test
	@Timeout(60)
	void cancelsAJobWhoseCheckpointsCannotBeWritten() {
		JobId job = add(1_000_000_000);
		Journal full = mock(Journal.class, AdditionalAnswers.delegatesTo(this.journal));
		willAnswer((call) -> {
			this.jobs.request(job, TrainingJobStatus.CANCELLED);
			this.running.wake(job);
			throw new DataAccessResourceFailureException("full");
		}).given(full).write(any(), any(), any());
		Worker unlucky = worker(full, this.replicas, this.room);
		assertThat(unlucky.work(job)).isEqualTo(Outcome.THROUGH);
		assertThat(job(job).status()).isEqualTo(TrainingJobStatus.CANCELLED);
		assertThat(this.checkpoints.last(job)).isEmpty();
	}

	@Test
	void leavesAJobAloneForWhichThereIsNoRoom() {
		JobId job = add(30);
		assertThat(withoutRoom().work(job)).isEqualTo(Outcome.POSTPONED);
		assertThat(job(job).status()).isEqualTo(TrainingJobStatus.QUEUED);
		assertThat(job(job).startedAt()).isNull();
		assertThat(job(job).waiting()).isEqualTo(FOR_MEMORY);
		this.worker.work(job);
		assertThat(job(job).waiting()).isNull();
	}

	@Test
	void letsAJobWaitWhoseWorkerDiedIfThereIsNoRoom() {
		JobId job = add(30);
		this.journal.claim(job);
		assertThat(withoutRoom().work(job)).isEqualTo(Outcome.POSTPONED);
		assertThat(job(job).status()).isEqualTo(TrainingJobStatus.QUEUED);
		assertThat(job(job).deaths()).isEqualTo(1);
	}

	@Test
	void failsAJobWhoseWorkersDiedThreeTimes() {
		JobId job = add(30);
		die(job, 3);
		assertThat(this.worker.work(job)).isEqualTo(Outcome.THROUGH);
		assertThat(job(job).status()).isEqualTo(TrainingJobStatus.FAILED);
		assertThat(job(job).error()).contains("urn:char-rnn:problem:worker-died", "\"deaths\":3", "3 times",
				"smaller hiddenSize", "initializeFrom");
		assertThat(job(job).finishedAt()).isNotNull();
	}

	@Test
	void failsAJobWhoseWorkersDiedThreeTimesEvenIfThereIsNoRoomForIt() {
		JobId job = add(30);
		die(job, 3);
		assertThat(withoutRoom().work(job)).isEqualTo(Outcome.THROUGH);
		assertThat(job(job).error()).contains("urn:char-rnn:problem:worker-died");
	}

	@Test
	void goesOnWithAJobWhoseWorkersDiedTwice() {
		JobId job = add(30);
		die(job, 2);
		this.worker.work(job);
		assertThat(job(job).status()).isEqualTo(TrainingJobStatus.SUCCEEDED);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void cancelsAJobThatIsToBeCancelledHoweverOftenItsWorkersDied(boolean room) {
		JobId job = add(30);
		die(job, 3);
		this.jobs.request(job, TrainingJobStatus.CANCELLED);
		assertThat((room ? this.worker : withoutRoom()).work(job)).isEqualTo(Outcome.THROUGH);
		assertThat(job(job).status()).isEqualTo(TrainingJobStatus.CANCELLED);
	}

	@Test
	void cancelsAJobWhoseEngineNeverStartsWithoutStartingIt() {
		JobId job = add(30, 6, "fake");
		die(job, 1);
		this.jobs.request(job, TrainingJobStatus.CANCELLED);
		this.worker.work(job);
		assertThat(job(job).status()).isEqualTo(TrainingJobStatus.CANCELLED);
		assertThat(this.engine.threads(this.seed)).as("started").isNull();
	}

	@Test
	void handsAJobBackThatCannotGoOnWithoutTheDatabase() {
		JobId job = add(30);
		this.engine.play(this.seed, (iteration) -> {
			throw new DataAccessResourceFailureException("away");
		});
		assertThat(this.worker.work(job)).isEqualTo(Outcome.POSTPONED);
		assertThat(job(job).status()).isEqualTo(TrainingJobStatus.QUEUED);
		assertThat(job(job).deaths()).isZero();
	}

	/** Claims a job as workers do of which nothing more is heard. */
	private void die(JobId job, int times) {
		for (int death = 1; death <= times; death++) {
			this.journal.claim(job).orElseThrow();
		}
	}

	/** As on PostgreSQL, where this process may have others beside it. */
	private Worker amongReplicas() {
		Replicas others = mock(Replicas.class, AdditionalAnswers.delegatesTo(this.replicas));
		willReturn(true).given(others).areThere();
		return worker(this.journal, others, this.room);
	}

	@ParameterizedTest
	@CsvSource({ "10000000, fake, Training would need about", "6, dl5j, There is no training engine 'dl5j'" })
	void leavesAJobThatItCannotRunToOtherReplicas(int hiddenSize, String engine, String why) {
		JobId job = add(30, hiddenSize, engine);
		assertThat(amongReplicas().work(job)).isEqualTo(Outcome.REFUSED);
		assertThat(job(job).status()).isEqualTo(TrainingJobStatus.QUEUED);
		assertThat(job(job).error()).isNull();
		assertThat(job(job).waiting()).satisfies((waiting) -> assertThat(waiting.detail()).contains(why));
	}

	@Test
	void leavesAJobWhoseWorkerDiedElsewhereToReplicasThatCanRunIt() {
		JobId job = add(30, 10_000_000);
		die(job, 1);
		assertThat(amongReplicas().work(job)).isEqualTo(Outcome.REFUSED);
		assertThat(job(job).status()).isEqualTo(TrainingJobStatus.QUEUED);
	}

	@Test
	void leavesAJobToOtherReplicasWhenMemoryRunsOut() {
		JobId job = add(30);
		this.engine.play(this.seed, (iteration) -> {
			throw new OutOfMemoryError("Physical memory usage is too high");
		});
		addReplica("other");
		try {
			assertThat(amongReplicas().work(job)).isEqualTo(Outcome.REFUSED);
			assertThat(job(job).waiting())
				.satisfies((waiting) -> assertThat(waiting.detail()).contains("The server did not have enough memory"));
			assertThat(job(job).deaths()).isZero();
		}
		finally {
			removeReplica("other");
		}
		assertThat(amongReplicas().work(job)).isEqualTo(Outcome.THROUGH);
		assertThat(job(job).error()).as("by the last one").contains("urn:char-rnn:problem:out-of-memory");
	}

	private void addReplica(String id) {
		this.jdbc.sql("INSERT INTO replica (id, seen_at) VALUES (?, ?)").params(id, Long.MAX_VALUE).update();
	}

	private void removeReplica(String id) {
		this.jdbc.sql("DELETE FROM replica WHERE id = ?").param(id).update();
	}

	@Test
	void saysThatNoReplicaCanRunAJob() {
		JobId job = add(30, 10_000_000);
		amongReplicas().work(job);
		assertThat(job(job).waiting()).isNotNull();
		addReplica("other");
		assertThat(job(job).waiting()).extracting(Waiting::reason).isEqualTo(Waiting.Reason.REPLICA);
		removeReplica("other");
		assertThat(job(job).waiting()).extracting(Waiting::reason).isEqualTo(Waiting.Reason.NOBODY);
	}

	@Test
	@Tag("sqlite")
	void saysWhichInstructionsAreMissing() {
		JobId job = add(30, 6, "fake", Precision.BFLOAT16);
		assertThat(this.worker.work(job)).isEqualTo(Outcome.THROUGH);
		assertThat(job(job).error()).contains("urn:char-rnn:problem:invalid-hyperparameter", "\"field\":\"precision\"",
				"precision must be float32 on this machine");
	}

	@Test
	void leavesAJobWhoseInstructionsAreMissingToOtherReplicas() {
		JobId job = add(30, 6, "fake", Precision.BFLOAT16);
		assertThat(amongReplicas().work(job)).isEqualTo(Outcome.REFUSED);
		assertThat(job(job).waiting())
			.satisfies((waiting) -> assertThat(waiting.detail()).contains("precision must be float32 on this machine"));
	}

	private Worker withoutRoom() {
		Room full = mock();
		given(full.take(any())).willReturn(Optional.of(FOR_MEMORY));
		return worker(this.journal, this.replicas, full);
	}

	private Worker worker(Journal writes, Replicas others, Room memory) {
		return new Worker(writes, this.jobs, this.running, others, this.ability, memory, this.runs, this.errors,
				this.settings);
	}

	/** With PostgreSQL, another replica may have more memory. */
	@Test
	@Tag("sqlite")
	void saysWhatIsMissingIfTheJobDoesNotFitAtAll() {
		JobId job = add(30, 10_000_000);
		assertThat(this.worker.work(job)).isEqualTo(Outcome.THROUGH);
		assertThat(job(job).error()).contains("urn:char-rnn:problem:not-enough-memory", "availableBytes");
	}

	private JobId add(long maxIterations) {
		return add(maxIterations, 6);
	}

	private JobId add(long maxIterations, int hiddenSize) {
		return add(maxIterations, hiddenSize, "fake");
	}

	private JobId add(long maxIterations, int hiddenSize, String engine) {
		return add(maxIterations, hiddenSize, engine, Precision.FLOAT32);
	}

	private JobId add(long maxIterations, int hiddenSize, String engine, Precision precision) {
		Hyperparameters preset = Preset.TINY.hyperparameters();
		Hyperparameters hyperparameters = new Hyperparameters(
				new NetworkOptions(Cell.LSTM, 1, hiddenSize, Normalization.NONE, 0),
				OptimizationOptions.adam(4, 8, preset.optimization().learningRate())
					.withSchedule(preset.optimization().schedule())
					.withAveraging(0.1)
					.withPrecision(precision)
					.withSeed(this.seed),
				new RunOptions(null, maxIterations, null, 0.1, ValidationSplit.END, 1_000_000, 10, null));
		TrainingJob job = TrainingJob.queued("worked", this.corpus.id(), engine, null, hyperparameters, List.of(),
				this.corpus.alphabetSize(), maxIterations, Instant.ofEpochMilli(1));
		this.jobs.add(job, null);
		return job.id();
	}

	private TrainingJob job(JobId id) {
		return this.jobs.find(id);
	}

	private float[] parameters(JobId job) {
		StoredCheckpoint last = this.checkpoints.last(job).orElseThrow();
		return this.models.load(this.models.find(last.checkpoint().id().value())).parameters();
	}

}
