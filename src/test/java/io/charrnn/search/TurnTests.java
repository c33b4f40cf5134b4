package io.charrnn.search;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

import io.charrnn.corpus.CorpusId;
import io.charrnn.model.Hyperparameters;
import io.charrnn.training.JobId;
import io.charrnn.training.Progress;
import io.charrnn.training.SearchId;
import io.charrnn.training.TrainingJob;
import io.charrnn.training.TrainingJobStatus;
import io.charrnn.training.Trial;
import io.charrnn.training.request.Preset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A search with jobs that the test moves, and a clock that it sets. */
class TurnTests {

	private static final Instant BEGIN = Instant.EPOCH;

	private static final Hyperparameters HYPERPARAMETERS = Preset.TINY.hyperparameters();

	private final Map<JobId, TrainingJob> jobs = new HashMap<>();

	private final List<String> moves = new ArrayList<>();

	private Instant now = BEGIN;

	private Search search = search(4, new SearchRequest(Duration.ofSeconds(240), null, null, null, null, 4, 1));

	@Test
	void trainsSomeAtOnceAndOthersWhenThereIsAPlace() {
		play();
		assertThat(this.moves).containsExactly("begin 0 for 10000 ms", "begin 1 for 10000 ms");
		pauseAtTheEnd(0, 1.5);
		play();
		assertThat(statuses()).isEqualTo("READY TRAINING TRAINING WAITING");
		assertThat(this.moves).hasSize(3).endsWith("begin 2 for 10000 ms");
	}

	@Test
	void promotesTheBetterHalfAndTrainsTheLastToTheEnd() {
		endRung(1.5, 1.2, 1.1, 1.3);
		assertThat(statuses()).isEqualTo("TRAINING LOST TRAINING LOST");
		assertThat(this.moves.subList(4, this.moves.size())).containsExactlyInAnyOrder("drop 1", "drop 3",
				"go on with 0 for 20000 ms", "go on with 2 for 20000 ms");
		this.moves.clear();
		this.now = BEGIN.plusSeconds(70);
		pauseAtTheEnd(0, 1.4);
		pauseAtTheEnd(2, 1.05);
		play();
		assertThat(statuses()).isEqualTo("LOST LOST TRAINING LOST");
		assertThat(this.search.rung()).isEqualTo(2);
		assertThat(this.moves).containsExactly("drop 0", "go on with 2 for 187600 ms to publish");
		end(2, TrainingJobStatus.SUCCEEDED, "best:1");
		play();
		assertThat(this.search.status()).isEqualTo(SearchStatus.SUCCEEDED);
		assertThat(this.search.result()).isEqualTo("best:1");
		assertThat(this.search.finishedAt()).isEqualTo(this.now);
	}

	@Test
	void changesNothingTheSecondTime() {
		play();
		play();
		Search before = this.search;
		play();
		assertThat(this.search).isSameAs(before);
		assertThat(this.moves).hasSize(2);
	}

	@Test
	void publishesTheBestWhenTheTimeIsOver() {
		endRung(1.5, 1.2, 1.1, 1.3);
		this.moves.clear();
		this.now = BEGIN.plusSeconds(238);
		play();
		assertThat(this.moves).containsExactly("drop 0", "finish 2");
		assertThat(this.search.status()).isEqualTo(SearchStatus.RUNNING);
		end(2, TrainingJobStatus.SUCCEEDED, "best:1");
		play();
		assertThat(this.search.result()).isEqualTo("best:1");
	}

	@Test
	void endsComparingThatTakesTooLong() {
		play();
		pauseAtTheEnd(0, 1.5);
		pauseAtTheEnd(1, 1.4);
		this.now = BEGIN.plusSeconds(101);
		play();
		assertThat(statuses()).isEqualTo("LOST TRAINING LOST LOST");
		assertThat(this.search.rung()).isEqualTo(2);
		assertThat(this.moves).endsWith("go on with 1 for 146600 ms to publish");
	}

	@Test
	void goesOnWithoutTrialsThatFail() {
		play();
		end(0, TrainingJobStatus.FAILED, null);
		pauseAtTheEnd(1, 1.4);
		play();
		end(2, TrainingJobStatus.FAILED, null);
		end(3, TrainingJobStatus.FAILED, null);
		play();
		assertThat(statuses()).isEqualTo("FAILED TRAINING FAILED FAILED");
		assertThat(this.search.rung()).isEqualTo(2);
	}

	@Test
	void failsWithTheFirstErrorIfAllFail() {
		play();
		end(0, TrainingJobStatus.FAILED, null);
		end(1, TrainingJobStatus.FAILED, null);
		play();
		end(2, TrainingJobStatus.FAILED, null);
		end(3, TrainingJobStatus.FAILED, null);
		play();
		assertThat(this.search.status()).isEqualTo(SearchStatus.FAILED);
		assertThat(this.search.error()).isEqualTo("\"the error of 0\"");
	}

	@Test
	void publishesWhatTheLastHadLearnedBeforeItFailed() {
		endRung(1.5, 1.2, 1.1, 1.3);
		pauseAtTheEnd(0, 1.4);
		pauseAtTheEnd(2, 1.05);
		play();
		end(2, TrainingJobStatus.FAILED, null);
		play();
		assertThat(this.search.status()).isEqualTo(SearchStatus.SUCCEEDED);
		assertThat(this.search.result()).isEqualTo("published:2");
	}

	@Test
	void letsTrialsGoOnThatWerePausedWithTheSearch() {
		play();
		pause(0, 0.5, 1.7);
		play();
		assertThat(this.moves).endsWith("go on with 0 for 10000 ms");
		assertThat(statuses()).startsWith("TRAINING TRAINING");
	}

	@Test
	void dividesIterationsExactly() {
		this.search = search(4, new SearchRequest(null, 1000L, null, null, null, 4, 1));
		endRung(1.5, 1.2, 1.1, 1.3);
		pauseAtTheEnd(0, 1.4);
		pauseAtTheEnd(2, 1.05);
		play();
		// A sixth is 166, 41 for each of four units; losers did 41, 41 and 82 of them.
		assertThat(this.moves).startsWith("begin 0 for 41").endsWith("go on with 2 for 836 to publish");
	}

	private void endRung(double... losses) {
		play();
		for (int trial = 0; trial < losses.length; trial++) {
			pauseAtTheEnd(trial, losses[trial]);
			play();
		}
	}

	private void play() {
		this.search = new Turn(live(), 2, 1, this.now, (id) -> Optional.ofNullable(this.jobs.get(id)),
				new ListedMoves())
			.play();
	}

	/** As the database has it: with what jobs have done by now. */
	private Search live() {
		List<SearchTrial> trials = this.search.trials().stream().map((trial) -> {
			TrainingJob job = (trial.job() != null) ? this.jobs.get(trial.job()) : null;
			return (job == null) ? trial
					: new SearchTrial(trial.number(), trial.job(), trial.rung(), trial.status(),
							trial.hyperparameters(), job.progress().bestValidationLoss(), job.progress().iteration(),
							job.progress().trainingTime().toMillis());
		}).toList();
		return trials.equals(this.search.trials()) ? this.search : this.search.withTrials(trials);
	}

	private String statuses() {
		return String.join(" ", this.search.trials().stream().map((trial) -> trial.status().name()).toList());
	}

	private void pauseAtTheEnd(int trial, double loss) {
		pause(trial, 1, loss);
	}

	private void pause(int trial, double fraction, double loss) {
		TrainingJob job = job(trial);
		Duration time = job.hyperparameters().run().maxDuration();
		Long iterations = job.hyperparameters().run().maxIterations();
		change(job, TrainingJobStatus.PAUSED, null, new Progress((iterations != null) ? iterations : 100, 0, 0,
				fraction, null, (time != null) ? time : Duration.ofSeconds(1), null, loss, loss));
	}

	private void end(int trial, TrainingJobStatus status, @Nullable String result) {
		TrainingJob job = job(trial);
		change(job, status, result, job.progress());
	}

	private TrainingJob job(int trial) {
		return Objects.requireNonNull(this.jobs.get(this.search.trials().get(trial).job()));
	}

	private void change(TrainingJob job, TrainingJobStatus status, @Nullable String result, Progress progress) {
		this.jobs.put(job.id(), job(job.id(), job.hyperparameters(), status, result, progress));
	}

	private TrainingJob job(JobId id, Hyperparameters hyperparameters, TrainingJobStatus status,
			@Nullable String result, Progress progress) {
		return new TrainingJob(id, "best", this.search.corpus(), "fake", null, hyperparameters, List.of(), 3, 1, status,
				null, 0, null, 2, 2, progress, null, result,
				(status == TrainingJobStatus.FAILED) ? "\"the error of " + number(id) + "\"" : null, BEGIN, BEGIN, null,
				List.of(), null, null, null, new Trial(this.search.id(), false), null, null, null);
	}

	private int number(JobId id) {
		return this.search.trials()
			.stream()
			.filter((trial) -> id.equals(trial.job()))
			.findFirst()
			.orElseThrow()
			.number();
	}

	private static Search search(int trials, SearchRequest request) {
		return new Search(SearchId.random(), "best", CorpusId.random(), "fake", null, SearchStatus.RUNNING, 1, request,
				"auto", 0, null, null, BEGIN, null, null, Duration.ZERO, null,
				IntStream.range(0, trials).mapToObj((number) -> SearchTrial.waiting(number, HYPERPARAMETERS)).toList());
	}

	private static String limit(Hyperparameters hyperparameters) {
		Duration time = hyperparameters.run().maxDuration();
		return (time != null) ? time.toMillis() + " ms" : String.valueOf(hyperparameters.run().maxIterations());
	}

	private final class ListedMoves implements Turn.Moves {

		@Override
		public JobId begin(Search begun, SearchTrial trial, Hyperparameters hyperparameters, boolean last) {
			JobId id = JobId.random();
			TurnTests.this.moves.add("begin " + trial.number() + " for " + limit(hyperparameters));
			TurnTests.this.jobs.put(id, job(id, hyperparameters, TrainingJobStatus.RUNNING, null, Progress.none(0)));
			return id;
		}

		@Override
		public void goOn(TrainingJob job, Hyperparameters hyperparameters, boolean last) {
			TurnTests.this.moves
				.add("go on with " + number(job.id()) + " for " + limit(hyperparameters) + (last ? " to publish" : ""));
			TurnTests.this.jobs.put(job.id(),
					job(job.id(), hyperparameters, TrainingJobStatus.RUNNING, null, job.progress()));
		}

		@Override
		public void drop(TrainingJob job) {
			TurnTests.this.moves.add("drop " + number(job.id()));
		}

		@Override
		public boolean finish(TrainingJob job) {
			TurnTests.this.moves.add("finish " + number(job.id()));
			return true;
		}

		@Override
		public Optional<String> publish(TrainingJob job) {
			return Optional.of("published:" + number(job.id()));
		}

		@Override
		public String nothingLearned() {
			return "\"nothing\"";
		}

	}

}
