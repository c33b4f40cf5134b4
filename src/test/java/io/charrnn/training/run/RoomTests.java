package io.charrnn.training.run;

import java.time.Instant;
import java.util.List;

import io.charrnn.corpus.Corpora;
import io.charrnn.corpus.Corpus;
import io.charrnn.corpus.CorpusId;
import io.charrnn.model.Architecture;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.MemoryEstimate;
import io.charrnn.problem.NotFoundException;
import io.charrnn.training.FakeEngine;
import io.charrnn.training.JobId;
import io.charrnn.training.Progress;
import io.charrnn.training.TrainingJob;
import io.charrnn.training.TrainingJobStatus;
import io.charrnn.training.request.Preset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class RoomTests {

	private static final String SQLITE = "jdbc:sqlite:char-rnn.db";

	private static final String POSTGRES = "jdbc:postgresql://127.0.0.1/charrnn";

	private static final long MEBIBYTE = 1L << 20;

	private final Corpora corpora = mock();

	private final TrainingJob job = new TrainingJob(JobId.random(), "sea", CorpusId.random(), "fake", null,
			Preset.TINY.hyperparameters(), 2, null, TrainingJobStatus.QUEUED, null, 2, 2, Progress.none(1), null, null,
			null, Instant.EPOCH, null, null);

	@BeforeEach
	void upload() {
		given(this.corpora.find(any()))
			.willReturn(new Corpus(this.job.corpus(), "sea", "00", 1000, 1000, 2, Instant.EPOCH, "ab"));
	}

	@Test
	void letsJobsRunTogetherThatFit() {
		Room room = room(400, 0, SQLITE);
		assertThat(room.take(this.job)).isPresent();
		assertThat(room.take(this.job)).isPresent();
	}

	@Test
	void letsAJobWaitForOthersBesideWhichItDoesNotFit() {
		Room room = room(600, 0, SQLITE);
		MemoryNeed first = room.take(this.job).orElseThrow();
		assertThat(room.take(this.job)).isEmpty();
		room.leave(first);
		assertThat(room.take(this.job)).isPresent();
	}

	@Test
	void countsTheHeapThatJobsTakeTogether() {
		Room room = room(100, 60, SQLITE);
		assertThat(room.take(this.job)).isPresent();
		assertThat(room.take(this.job)).isEmpty();
	}

	@Test
	void leavesAJobThatDoesNotFitToOtherReplicas() {
		assertThat(room(2000, 0, POSTGRES).take(this.job)).isEmpty();
	}

	@Test
	void takesAJobThatNobodyElseCouldTake() {
		assertThat(room(2000, 0, SQLITE).take(this.job)).isPresent();
	}

	@Test
	void takesAJobThatCannotRun() {
		given(this.corpora.find(any())).willThrow(new NotFoundException("corpus-not-found", "gone"));
		assertThat(room(2000, 0, POSTGRES).take(this.job)).isPresent();
	}

	/**
	 * On a machine with room for jobs of 1,000 MiB, 100 of them on the heap.
	 * @param machine MiB that a job takes
	 * @param heap MiB of the heap that a job takes
	 */
	private Room room(long machine, long heap, String database) {
		Engines engines = new Engines(List.of(new FakeEngine() {

			@Override
			public MemoryEstimate memory(Architecture architecture, Hyperparameters hyperparameters) {
				return new MemoryEstimate(machine * MEBIBYTE, 0, 0, heap * MEBIBYTE);
			}

		}));
		JdbcConnectionDetails connection = mock();
		given(connection.getJdbcUrl()).willReturn(database);
		return new Room(new Memory(1350 * MEBIBYTE, 180 * MEBIBYTE), engines, this.corpora, connection);
	}

}
