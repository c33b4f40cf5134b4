package io.charrnn.training.run;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.charrnn.corpus.Corpora;
import io.charrnn.corpus.Corpus;
import io.charrnn.corpus.CorpusId;
import io.charrnn.model.Architecture;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.MemoryEstimate;
import io.charrnn.problem.NotFoundException;
import io.charrnn.problem.UnavailableException;
import io.charrnn.registry.ModelMemory;
import io.charrnn.training.FakeEngine;
import io.charrnn.training.JobId;
import io.charrnn.training.TrainingJob;
import io.charrnn.training.TrainingJobStatus;
import io.charrnn.training.TrainingJobs;
import io.charrnn.training.Waiting;
import io.charrnn.training.request.Preset;
import io.charrnn.workspace.CurrentWorkspace;
import io.charrnn.workspace.Workspace;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/** On a machine with room for jobs of 1,000 MiB, 100 of them on the heap. */
class RoomTests {

	private static final long MEBIBYTE = 1L << 20;

	/** Bytes of 1,000 characters and their n-grams. */
	private static final long TEXT = 2 * 1000 + 24 * 900 + 8 * 100;

	private final Corpora corpora = mock();

	private final TrainingJobs jobs = mock();

	private final Replicas replicas = mock();

	/** MiB that jobs take, by their alphabets' sizes. */
	private final Map<Integer, MemoryEstimate> needs = new HashMap<>();

	private final ModelMemory models = new ModelMemory(DataSize.ofBytes(50 * MEBIBYTE), 180 * MEBIBYTE, Duration.ZERO);

	private final Room room = room();

	private int created;

	@BeforeEach
	void upload() {
		given(this.corpora.find(any())).willReturn(
				new Corpus(CorpusId.random(), "sea", "00", 1000, 1000, 2, Instant.EPOCH, null, "ab", List.of()));
	}

	@Test
	void letsJobsRunTogetherThatFit() {
		assertThat(this.room.take(job(400))).isEmpty();
		assertThat(this.room.take(job(400))).isEmpty();
	}

	@Test
	void letsAJobWaitForOthersBesideWhichItDoesNotFit() {
		TrainingJob first = job(600);
		TrainingJob second = job(500);
		assertThat(this.room.take(first)).isEmpty();
		assertWaits(second, Waiting.Reason.MEMORY, "0.5 GiB", first.id().value());
		this.room.leave(first.id());
		assertThat(this.room.take(second)).isEmpty();
	}

	@Test
	void namesNoJobOfAnotherWorkspace() {
		TrainingJob first = job(600);
		CurrentWorkspace.run(new Workspace("other"), () -> this.room.take(first));
		assertWaits(job(500), Waiting.Reason.MEMORY, "in addition to what these jobs use: another job.");
		assertThat(this.room.take(job(500)).orElseThrow().detail()).doesNotContain(first.id().value());
	}

	@Test
	void countsTheHeapThatJobsTakeTogether() {
		assertThat(this.room.take(job(100, 60))).isEmpty();
		assertThat(this.room.take(job(100, 60))).isPresent();
	}

	@Test
	void letsAJobWaitForModelsBesideWhichItDoesNotFit() {
		ModelMemory.Share taken = this.models.take(30 * MEBIBYTE);
		assertWaits(job(100, 80), Waiting.Reason.MEMORY, "models", "0.1 GiB");
		assertThat(this.room.take(job(100, 60))).isEmpty();
		taken.close();
	}

	@Test
	void leavesToModelsWhatJobsDoNotTake() {
		TrainingJob job = job(100, 80);
		assertThat(this.room.take(job)).isEmpty();
		assertThat(this.models.kept()).isEqualTo(DataSize.ofBytes(10 * MEBIBYTE - TEXT / 2));
		assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> this.models.take(12 * MEBIBYTE))
			.withMessageContaining("Training");
		this.models.take(9 * MEBIBYTE).close();
		this.room.leave(job.id());
		this.models.take(12 * MEBIBYTE).close();
		assertThat(this.models.kept()).isEqualTo(DataSize.ofBytes(50 * MEBIBYTE));
	}

	@Test
	void takesAJobThatNobodyElseCouldTake() {
		assertThat(this.room.take(job(2000))).isEmpty();
	}

	@Test
	void takesAJobThatCannotRun() {
		given(this.corpora.find(any())).willThrow(new NotFoundException("corpus-not-found", "gone"));
		given(this.replicas.areThere()).willReturn(true);
		assertThat(this.room.take(job(2000))).isEmpty();
	}

	@Test
	void letsNoSmallJobOvertakeALargeOneThatWaits() {
		TrainingJob running = job(600);
		TrainingJob large = job(900);
		TrainingJob small = job(200);
		this.room.take(running);
		assertThat(this.room.take(large)).isPresent();
		assertWaits(small, Waiting.Reason.MEMORY, large.id().value(), "waited longer");
		this.room.leave(running.id());
		assertWaits(small, Waiting.Reason.MEMORY, large.id().value());
		assertThat(this.room.take(large)).isEmpty();
		assertThat(this.room.take(small)).as("beside the large one").isPresent();
		this.room.leave(large.id());
		assertThat(this.room.take(small)).isEmpty();
	}

	@Test
	void letsSmallJobsRunThatDoNotDelayALargeOne() {
		TrainingJob running = job(500);
		TrainingJob large = job(600);
		this.room.take(running);
		assertThat(this.room.take(large)).isPresent();
		assertThat(this.room.take(job(300))).as("fits beside both").isEmpty();
		assertThat(this.room.take(large)).as("once more, as it is tried again and again").isPresent();
		assertThat(this.room.take(job(200))).as("would delay the large one").isPresent();
		this.room.leave(running.id());
		assertThat(this.room.take(large)).isEmpty();
	}

	@Test
	void keepsMemoryForTheOldestOfThoseThatWait() {
		TrainingJob running = job(600);
		TrainingJob older = job(900);
		TrainingJob younger = job(800);
		this.room.take(running);
		assertThat(this.room.take(younger)).isPresent();
		assertThat(this.room.take(older)).isPresent();
		this.room.leave(running.id());
		assertWaits(younger, Waiting.Reason.MEMORY, older.id().value());
		assertThat(this.room.take(older)).isEmpty();
	}

	@Test
	void keepsNoMemoryForAJobThatWaitsNoMore() {
		TrainingJob running = job(600);
		TrainingJob large = job(900);
		this.room.take(running);
		assertThat(this.room.take(large)).isPresent();
		given(this.jobs.lookUp(large.id())).willReturn(Optional.of(with(large, TrainingJobStatus.CANCELLED, 0)));
		assertThat(this.room.take(job(200))).isEmpty();
	}

	@Test
	void beginsNothingBesideAJobWhoseWorkerDiedUntilItHasANewCheckpoint() {
		TrainingJob suspect = died(job(100), 0);
		TrainingJob other = job(100);
		assertThat(this.room.take(suspect)).isEmpty();
		given(this.jobs.lookUp(suspect.id())).willReturn(Optional.of(died(suspect, 1)));
		assertWaits(other, Waiting.Reason.DEATH, suspect.id().value());
		given(this.jobs.lookUp(suspect.id())).willReturn(Optional.of(died(suspect, 0)));
		assertThat(this.room.take(other)).isEmpty();
	}

	@Test
	void beginsAJobWhoseWorkerDiedBesideOthersThatRan() {
		assertThat(this.room.take(job(100))).isEmpty();
		assertThat(this.room.take(with(job(100), TrainingJobStatus.QUEUED, 1))).isEmpty();
	}

	private void assertWaits(TrainingJob job, Waiting.Reason reason, String... details) {
		assertThat(this.room.take(job)).hasValueSatisfying((waiting) -> {
			assertThat(waiting.reason()).isEqualTo(reason);
			assertThat(waiting.detail()).contains(details);
		});
	}

	private TrainingJob job(long machine) {
		return job(machine, 0);
	}

	/**
	 * A job that is queued.
	 * @param machine MiB that it takes
	 * @param heap MiB of the heap that it takes
	 */
	private TrainingJob job(long machine, long heap) {
		int alphabet = ++this.created + 1;
		this.needs.put(alphabet, new MemoryEstimate(machine * MEBIBYTE, 0, 0, heap * MEBIBYTE));
		TrainingJob job = TrainingJob.queued("sea", CorpusId.random(), "fake", null, Preset.TINY.hyperparameters(),
				List.of(), alphabet, 1, Instant.ofEpochMilli(this.created));
		given(this.jobs.lookUp(job.id())).willReturn(Optional.of(job));
		return job;
	}

	private static TrainingJob died(TrainingJob job, int deaths) {
		return with(job, TrainingJobStatus.RUNNING, deaths);
	}

	private static TrainingJob with(TrainingJob job, TrainingJobStatus status, int deaths) {
		return new TrainingJob(job.id(), job.model(), job.corpus(), job.engine(), null, job.hyperparameters(),
				job.fitted(), job.alphabetSize(), null, status, null, deaths, null, 2, 2, job.progress(), null, null,
				null, job.createdAt(), null, null, List.of(), null, null, null, null, null, null, null);
	}

	private Room room() {
		Engines engines = new Engines(List.of(new FakeEngine() {

			@Override
			public MemoryEstimate memory(Architecture architecture, Hyperparameters hyperparameters) {
				return RoomTests.this.needs.getOrDefault(architecture.alphabetSize(), new MemoryEstimate(0, 0, 0, 0));
			}

		}));
		Memory memory = new Memory(1350 * MEBIBYTE, 180 * MEBIBYTE, false);
		return new Room(memory, this.models, new Ability(engines, this.corpora, memory), this.jobs, this.replicas);
	}

}
