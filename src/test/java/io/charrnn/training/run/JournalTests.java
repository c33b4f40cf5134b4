package io.charrnn.training.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import io.charrnn.corpus.CorpusId;
import io.charrnn.model.Alphabet;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.ParameterLayout;
import io.charrnn.registry.Models;
import io.charrnn.registry.Provenance;
import io.charrnn.registry.StoredModel;
import io.charrnn.training.Checkpoint;
import io.charrnn.training.Checkpoints;
import io.charrnn.training.Fitted;
import io.charrnn.training.JobEvent;
import io.charrnn.training.JobEvents;
import io.charrnn.training.JobId;
import io.charrnn.training.Metric;
import io.charrnn.training.NGramLoss;
import io.charrnn.training.Metrics;
import io.charrnn.training.Progress;
import io.charrnn.training.TrainingSample;
import io.charrnn.training.TrainingSamples;
import io.charrnn.training.StoredCheckpoint;
import io.charrnn.training.TrainingJob;
import io.charrnn.training.TrainingJobStatus;
import io.charrnn.training.TrainingJobStatus.Event;
import io.charrnn.training.TrainingJobs;
import io.charrnn.training.TrainingTest;
import io.charrnn.training.Waiting;
import io.charrnn.training.request.Preset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@TrainingTest
class JournalTests {

	private static final Hyperparameters HYPERPARAMETERS = Preset.TINY.hyperparameters();

	private static final Alphabet ALPHABET = new Alphabet("ab");

	@Autowired
	private Journal journal;

	@Autowired
	private TrainingJobs jobs;

	@Autowired
	private Metrics metrics;

	@Autowired
	private TrainingSamples samples;

	@Autowired
	private Checkpoints checkpoints;

	@Autowired
	private JobEvents events;

	@Autowired
	private Models models;

	@Autowired
	private CheckpointCodec codec;

	@Autowired
	private JdbcClient jdbc;

	private final TrainingJob added = TrainingJob.queued("journal-" + JobId.random(), CorpusId.random(), "fake", null,
			HYPERPARAMETERS, List.of(new Fitted("batchSize", 50, 7), new Fitted("validationFraction", 0.1, 0.16)),
			ALPHABET.size(), 100, Instant.ofEpochMilli(1));

	private final JobId id = this.added.id();

	@BeforeEach
	void addJob() {
		this.jobs.add(this.added, null);
	}

	@AfterEach
	void forgetJob() {
		this.jdbc.sql("DELETE FROM training_job WHERE id = ?").param(this.id.value()).update();
	}

	@Test
	void readsAJobAsItWasAdded() {
		assertThat(job()).isEqualTo(this.added);
	}

	@Test
	void countsDeathsSinceTheCheckpointLastAdvanced() {
		claim();
		assertThat(job().deaths()).isZero();
		claim();
		claim();
		assertThat(job().deaths()).isEqualTo(2);
		write(claim(), checkpoint(10, null, false));
		assertThat(job().deaths()).isZero();
		claim();
		assertThat(job().deaths()).isEqualTo(1);
	}

	@Test
	void countsNoWorkerThatLetTheJobGo() {
		claim();
		this.journal.end(claim(), Ending.by(Event.HAND_BACK));
		Lease lease = claim();
		assertThat(job().deaths()).isEqualTo(1);
		this.journal.end(lease, Ending.by(Event.PAUSE));
		this.jobs.change(job(), Event.RESUME);
		claim();
		assertThat(job().deaths()).isEqualTo(1);
	}

	@Test
	void saysWhatAQueuedJobWaitsFor() {
		Waiting memory = new Waiting(Waiting.Reason.MEMORY, "for memory");
		this.journal.waits(this.id, memory);
		TrainingJob told = job();
		assertThat(told.waiting()).isEqualTo(memory);
		assertThat(told.statusEvent()).isEqualTo(told.event()).isEqualTo(this.added.event() + 1);
		this.journal.waits(this.id, memory);
		assertThat(job()).as("told once").isEqualTo(told);
		claim();
		this.journal.waits(this.id, memory);
		assertThat(job().waiting()).as("waits no more").isNull();
	}

	@Test
	void keepsWhatNGramsReach() {
		List<NGramLoss> losses = List.of(new NGramLoss(1, 3.2, 1000, 100), new NGramLoss(2, 2.5, 1000, 100));
		Lease lease = claim();
		assertThat(this.jobs.find(this.id).lossExpectation()).isNull();
		write(lease, new Entry(progress(10), List.of(), null, losses, null, null));
		write(lease, new Entry(progress(20), List.of(), null, null, null, null));
		assertThat(this.jobs.find(this.id).lossExpectation()).isEqualTo(losses);
	}

	@Test
	void claimsWaitingJobs() {
		assertThat(this.journal.claim(this.id)).contains(new Lease(this.id, 1));
		assertThat(job().status()).isEqualTo(TrainingJobStatus.RUNNING);
		assertThat(job().startedAt()).isNotNull();
		assertThat(job().statusEvent()).isEqualTo(job().event()).isEqualTo(3);
	}

	@Test
	void claimsJobsOfDeadWorkersWithANewLease() {
		claim();
		assertThat(this.journal.claim(this.id)).contains(new Lease(this.id, 2));
	}

	@Test
	void letsAJobKeepTheThreadsOfItsFirstWorker() {
		assertThat(job().threads()).isNull();
		claim();
		assertThat(job().threads()).isEqualTo(Runtime.getRuntime().availableProcessors());
		this.jdbc.sql("UPDATE training_job SET threads = 7 WHERE id = ?").param(this.id.value()).update();
		claim();
		assertThat(job().threads()).isEqualTo(7);
	}

	@Test
	void claimsNoJobThatHasEnded() {
		this.journal.end(claim(), Ending.by(Event.CANCEL));
		assertThat(this.journal.claim(this.id)).isEmpty();
		assertThat(this.journal.claim(JobId.random())).isEmpty();
	}

	@Test
	void writesEverythingWithEventsInOrder() {
		Lease lease = claim();
		write(lease, new Entry(progress(10), List.of(metric(5), metric(10)), sample(10), null,
				checkpoint(10, 2.5, true), Ending.by(Event.PAUSE)));
		assertThat(job().progress()).isEqualTo(progress(10));
		assertThat(job().status()).isEqualTo(TrainingJobStatus.PAUSED);
		assertThat(this.metrics.list(this.id, 0, 10).items()).containsExactly(metric(5), metric(10));
		assertThat(this.samples.list(this.id, 100, 10).items()).containsExactly(sample(10));
		assertThat(this.events.after(job(), 0)).extracting(JobEvent::number).containsExactly(4L, 5L, 6L, 7L, 8L);
		assertThat(this.events.after(job(), 5)).extracting(JobEvent::type)
			.containsExactly("sample", "checkpoint", "status");
		assertThat(job().event()).isEqualTo(8);
	}

	@Test
	void storesTextsWithAnyCharacter() {
		TrainingSample sample = new TrainingSample(10, "a\0b\uD83D\uDE00", 0.8, Instant.ofEpochMilli(7));
		write(claim(), new Entry(progress(10), List.of(), sample, null, null, null));
		assertThat(this.samples.list(this.id, 100, 10).items()).containsExactly(sample);
	}

	@Test
	void changesNothingUnderALostLease() {
		Lease lost = claim();
		write(lost, new Entry(progress(10), List.of(metric(10)), null, null, checkpoint(10, 2.5, true), null));
		Lease lease = claim();
		TrainingJob before = job();
		Set<String> contentBefore = content();
		assertThatExceptionOfType(LostLeaseException.class).isThrownBy(() -> write(lost, new Entry(progress(20),
				List.of(metric(20)), sample(20), null, checkpoint(20, 2.0, true), Ending.by(Event.SUCCEED))));
		assertThatExceptionOfType(LostLeaseException.class)
			.isThrownBy(() -> this.journal.end(lost, Ending.by(Event.CANCEL)));
		assertThatExceptionOfType(LostLeaseException.class).isThrownBy(() -> this.journal.rewind(lost, progress(0)));
		assertThatExceptionOfType(LostLeaseException.class).isThrownBy(() -> this.journal.requested(lost));
		assertThat(job()).isEqualTo(before);
		assertThat(content()).isEqualTo(contentBefore);
		assertThat(this.metrics.list(this.id, 0, 10).items()).containsExactly(metric(10));
		assertThat(this.samples.list(this.id, 100, 10).items()).isEmpty();
		assertThat(this.checkpoints.list(this.id)).hasSize(1);
		write(lease, new Entry(progress(20), List.of(), null, null, null, Ending.by(Event.CANCEL)));
	}

	@Test
	void changesNothingAfterTheJobWasLetGo() {
		Lease lease = claim();
		this.journal.end(lease, Ending.by(Event.PAUSE));
		assertThatExceptionOfType(LostLeaseException.class)
			.isThrownBy(() -> write(lease, new Entry(progress(20), List.of(), null, null, null, null)));
	}

	@Test
	void keepsTheBestAndTheLastCheckpointAndNoOtherContent() {
		Set<String> contentBefore = content();
		Lease lease = claim();
		write(lease, checkpoint(10, null, false));
		assertThat(kept()).containsExactly("10 last");
		write(lease, checkpoint(20, 2.5, true));
		assertThat(kept()).containsExactly("20 best last");
		write(lease, checkpoint(30, 2.6, false));
		assertThat(kept()).containsExactly("30 last", "20 best");
		write(lease, checkpoint(40, 2.6, false));
		assertThat(kept()).containsExactly("40 last", "20 best");
		write(lease, checkpoint(50, 2.4, true));
		assertThat(kept()).containsExactly("50 best last");
		StoredCheckpoint stored = this.checkpoints.list(this.id).get(0);
		contentBefore.add(stored.archiveSha256());
		contentBefore.add(stored.stateSha256());
		assertThat(content()).isEqualTo(contentBefore);
	}

	@Test
	void publishesTheBestCheckpoint() {
		Lease lease = claim();
		write(lease, checkpoint(10, 2.5, true));
		NewCheckpoint last = checkpoint(20, 2.6, false);
		write(lease, new Entry(progress(20), List.of(), null, null, last, Ending.by(Event.SUCCEED)));
		TrainingJob job = job();
		assertThat(job.status()).isEqualTo(TrainingJobStatus.SUCCEEDED);
		assertThat(job.result()).isEqualTo(job.model() + ":1");
		assertThat(job.finishedAt()).isNotNull();
		StoredModel published = this.models.find(job.model());
		assertThat(published.provenance().iterations()).isEqualTo(10);
		assertThat(published.archiveSha256()).isEqualTo(this.checkpoints.list(this.id).get(1).archiveSha256());
	}

	@Test
	void publishesTheLastCheckpointIfNothingWasValidated() {
		write(claim(),
				new Entry(progress(20), List.of(), null, null, checkpoint(20, null, false), Ending.by(Event.SUCCEED)));
		assertThat(this.models.find(job().model()).provenance().iterations()).isEqualTo(20);
	}

	@Test
	void letsCheckpointsBeUsedAsModels() {
		write(claim(), checkpoint(10, 2.5, true));
		Checkpoint checkpoint = this.checkpoints.list(this.id).get(0).checkpoint();
		StoredModel found = this.models.find(checkpoint.id().value());
		assertThat(found.reference()).isEqualTo(checkpoint.id().value());
		assertThat(found.architecture()).isEqualTo(HYPERPARAMETERS.network().architecture(ALPHABET.size()));
		assertThat(this.models.load(found).alphabet()).isEqualTo(ALPHABET);
	}

	@Test
	void forgetsWhatCameAfterTheCheckpointThatTrainingGoesOnFrom() {
		Lease lease = claim();
		write(lease, new Entry(progress(20), List.of(metric(10), metric(20)), sample(20), null, null, null));
		this.journal.rewind(lease, progress(10));
		assertThat(this.metrics.list(this.id, 0, 10).items()).containsExactly(metric(10));
		assertThat(this.samples.list(this.id, 100, 10).items()).isEmpty();
		assertThat(job().progress()).isEqualTo(progress(10));
	}

	@Test
	void tellsWhatTheJobWasAskedToBecome() {
		Lease lease = claim();
		assertThat(this.journal.requested(lease)).isNull();
		assertThat(this.jobs.request(this.id, TrainingJobStatus.PAUSED)).isTrue();
		assertThat(this.journal.requested(lease)).isEqualTo(TrainingJobStatus.PAUSED);
		assertThat(this.jobs.request(this.id, TrainingJobStatus.CANCELLED)).isTrue();
		assertThat(this.jobs.request(this.id, TrainingJobStatus.PAUSED)).isFalse();
		assertThat(this.journal.requested(lease)).isEqualTo(TrainingJobStatus.CANCELLED);
	}

	@ParameterizedTest
	@CsvSource({ "HAND_BACK, CANCELLED, CANCELLED", "PAUSE, CANCELLED, CANCELLED", "HAND_BACK, PAUSED, PAUSED",
			"PAUSE, PAUSED, PAUSED", "CANCEL, PAUSED, CANCELLED", "FAIL, CANCELLED, FAILED" })
	void keepsWhatWasAskedWhileTheWorkerLetTheJobGo(Event event, TrainingJobStatus requested, TrainingJobStatus then) {
		Lease lease = claim();
		assertThat(this.jobs.request(this.id, requested)).isTrue();
		write(lease, new Entry(progress(10), List.of(), null, null, checkpoint(10, 2.5, true), Ending.by(event)));
		assertThat(job().status()).isEqualTo(then);
		assertThat(job().requestedStatus()).isNull();
		assertThat(job().finishedAt() != null).isEqualTo(then.finished());
	}

	@Test
	void readsEventsInPieces() {
		Lease lease = claim();
		List<Metric> many = LongStream.rangeClosed(1, 450).mapToObj(JournalTests::metric).toList();
		write(lease, new Entry(progress(450), many, sample(450), null, null, null));
		long after = 0;
		int events = 0;
		for (List<JobEvent> piece = this.events.after(job(), after); !piece.isEmpty(); piece = this.events.after(job(),
				after)) {
			assertThat(piece).extracting(JobEvent::number).isSorted().allMatch((number) -> number > 0);
			after = piece.get(piece.size() - 1).number();
			events += piece.size();
		}
		assertThat(events).isEqualTo(1 + 450 + 1);
		assertThat(after).isEqualTo(job().event());
	}

	private void write(Lease lease, Entry entry) {
		NewCheckpoint checkpoint = entry.checkpoint();
		this.journal.write(lease, entry, (checkpoint != null) ? this.journal.store(checkpoint) : null);
	}

	private Lease claim() {
		return this.journal.claim(this.id).orElseThrow();
	}

	private TrainingJob job() {
		return this.jobs.find(this.id);
	}

	private void write(Lease lease, NewCheckpoint checkpoint) {
		long iteration = RunState.of(checkpoint.state()).iteration();
		write(lease, new Entry(progress(iteration), List.of(), null, null, checkpoint, null));
	}

	private List<String> kept() {
		return this.checkpoints.list(this.id)
			.stream()
			.map(StoredCheckpoint::checkpoint)
			.map((kept) -> kept.iteration() + (kept.best() ? " best" : "") + (kept.last() ? " last" : ""))
			.toList();
	}

	private Set<String> content() {
		return this.jdbc.sql("SELECT sha256 FROM content WHERE owners > 0")
			.query(String.class)
			.list()
			.stream()
			.collect(Collectors.toSet());
	}

	private static Progress progress(long iteration) {
		return new Progress(iteration, 100, 1, iteration / 100.0, 1234.5, Duration.ofMillis(iteration), 2.25, 2.5, 2.4);
	}

	private static Metric metric(long iteration) {
		return new Metric(iteration, 2.25, (iteration % 20 == 0) ? 2.5 : null, 0.001, 1.5, 0.25, 1000,
				Instant.ofEpochMilli(iteration));
	}

	private static TrainingSample sample(long iteration) {
		return new TrainingSample(iteration, "abab", 0.8, Instant.ofEpochMilli(iteration));
	}

	private NewCheckpoint checkpoint(long iteration, @Nullable Double validationLoss, boolean best) {
		float[] parameters = new float[new ParameterLayout(HYPERPARAMETERS.network().architecture(ALPHABET.size()))
			.length()];
		parameters[0] = iteration;
		parameters[1] = this.id.hashCode();
		LanguageModel model = new LanguageModel(HYPERPARAMETERS.network().architecture(ALPHABET.size()), ALPHABET,
				parameters);
		RunState state = new RunState(iteration, Duration.ZERO, 2, 2.25, validationLoss, validationLoss, iteration, 0,
				new float[][] { { this.id.hashCode() } }, new float[0], new float[0], new float[0]);
		Provenance provenance = new Provenance(false, this.id.value(), null, null, null, null, HYPERPARAMETERS, "fake",
				1, iteration, 2.25, validationLoss, Duration.ZERO, null, null, null, null, null, null);
		return this.codec.make(model, null, 0, state, provenance, best);
	}

}
