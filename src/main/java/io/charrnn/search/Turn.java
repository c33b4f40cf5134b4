package io.charrnn.search;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

import io.charrnn.model.Hyperparameters;
import io.charrnn.search.SearchStatus.Event;
import io.charrnn.training.JobId;
import io.charrnn.training.TrainingJob;
import io.charrnn.training.TrainingJobStatus;
import org.jspecify.annotations.Nullable;

/**
 * One look at a search that is running, and what follows from it. Knows neither the
 * database nor a clock: what it decides depends on what it is given alone.
 */
final class Turn {

	private final Search search;

	private final SuccessiveHalving rule;

	private final Budget budget;

	private final int atOnce;

	private final int workers;

	private final Instant now;

	private final Function<JobId, Optional<TrainingJob>> jobs;

	private final Moves moves;

	private final List<SearchTrial> trials;

	private SearchStatus status;

	private int rung;

	private @Nullable Instant startedAt;

	private @Nullable String result;

	private @Nullable String error;

	/**
	 * Prepares to look.
	 * @param search as it was just read
	 * @param atOnce trials that may wait for a worker or be trained
	 * @param workers that may train them at the same time
	 * @param now the time
	 * @param jobs finds the jobs of trials
	 * @param moves what can be done with them
	 */
	Turn(Search search, int atOnce, int workers, Instant now, Function<JobId, Optional<TrainingJob>> jobs,
			Moves moves) {
		this.search = search;
		this.rule = search.rule();
		this.budget = search.request().budget();
		this.atOnce = atOnce;
		this.workers = Math.min(workers, atOnce);
		this.now = now;
		this.jobs = jobs;
		this.moves = moves;
		this.trials = new ArrayList<>(search.trials());
		this.status = search.status();
		this.rung = search.rung();
		this.startedAt = search.startedAt();
		this.result = search.result();
		this.error = search.error();
	}

	/** Does what is due; the same search if there was nothing. */
	Search play() {
		if (this.status != SearchStatus.RUNNING) {
			return this.search;
		}
		all(TrialStatus.TRAINING).forEach(this::look);
		if (this.status == SearchStatus.RUNNING) {
			goOn();
		}
		Search played = new Search(this.search.id(), this.search.model(), this.search.corpus(), this.search.engine(),
				this.search.keyId(), this.status, this.search.revision(), this.search.request(), this.search.choice(),
				this.rung, this.result, this.error, this.search.createdAt(), this.startedAt, this.search.pausedAt(),
				this.search.paused(), this.status.finished() ? this.now : null, List.copyOf(this.trials));
		return played.equals(this.search) ? this.search : played;
	}

	private void goOn() {
		if (competitors().isEmpty()) {
			fail();
		}
		else if (isOver(this.budget.training())) {
			finish();
		}
		else {
			if (this.rung < this.rule.lastRung()) {
				if (isOver(this.budget.comparing())) {
					cutShort();
				}
				promote();
			}
			fill();
		}
	}

	private boolean isOver(Duration time) {
		return this.startedAt != null && elapsed().compareTo(time) >= 0;
	}

	private Duration elapsed() {
		return (this.startedAt != null) ? Duration.between(this.startedAt, this.now).minus(this.search.paused())
				: Duration.ZERO;
	}

	private void look(SearchTrial trial) {
		Optional<TrainingJob> found = this.jobs.apply(Objects.requireNonNull(trial.job()));
		if (found.isEmpty()) {
			set(trial, TrialStatus.FAILED);
			return;
		}
		TrainingJob job = found.get();
		if (this.startedAt == null) {
			this.startedAt = job.startedAt();
		}
		switch (job.status()) {
			case QUEUED, RUNNING -> {
			}
			case PAUSED -> paused(trial, job);
			case SUCCEEDED -> won(trial, Objects.requireNonNull(job.result()));
			case FAILED -> failed(trial, job);
			case CANCELLED -> set(trial, TrialStatus.FAILED);
		}
	}

	/** At the end of the rung, or where the search was paused. */
	private void paused(SearchTrial trial, TrainingJob job) {
		if (job.progress().fraction() >= 1) {
			set(trial.ready(job.progress()));
		}
		else {
			this.moves.goOn(job, job.hyperparameters(), isLast(trial));
		}
	}

	/** What it had learned before is the best that there is, if it was the last. */
	private void failed(SearchTrial trial, TrainingJob job) {
		Optional<String> published = isLast(trial) ? this.moves.publish(job) : Optional.empty();
		if (published.isPresent()) {
			won(trial, published.get());
		}
		else {
			set(trial, TrialStatus.FAILED);
			this.error = (this.error != null) ? this.error : job.error();
		}
	}

	private boolean isLast(SearchTrial trial) {
		return trial.rung() == this.rule.lastRung();
	}

	private void won(SearchTrial trial, String reference) {
		set(trial, TrialStatus.WON);
		this.status = this.status.next(Event.SUCCEED);
		this.result = reference;
		this.error = null;
	}

	private void fail() {
		this.status = this.status.next(Event.FAIL);
		this.error = (this.error != null) ? this.error : this.moves.nothingLearned();
	}

	/** The time is over: what is best now is published. */
	private void finish() {
		SearchTrial best = best(TrialStatus::competes);
		dropAllBut(best);
		Optional<TrainingJob> job = Optional.ofNullable(best.job()).flatMap(this.jobs);
		if (job.isEmpty()
				|| job.get().requestedStatus() != TrainingJobStatus.SUCCEEDED && !this.moves.finish(job.get())) {
			job.ifPresent(this.moves::drop);
			set(best, TrialStatus.FAILED);
			fail();
		}
		else {
			set(best, TrialStatus.TRAINING);
		}
	}

	/** Waiting for others has taken the time for comparing. */
	private void cutShort() {
		boolean some = !all(TrialStatus.READY).isEmpty();
		dropAllBut(best((trial) -> some ? trial == TrialStatus.READY : trial.competes()));
	}

	private SearchTrial best(Predicate<TrialStatus> which) {
		return this.trials.stream()
			.filter((trial) -> which.test(trial.status()))
			.min(Comparator.comparing(SearchTrial::result, SuccessiveHalving.Result.ORDER))
			.orElseThrow();
	}

	private void dropAllBut(SearchTrial kept) {
		competitors().stream().filter((trial) -> trial.number() != kept.number()).forEach(this::lose);
	}

	private void lose(SearchTrial trial) {
		Optional.ofNullable(trial.job()).flatMap(this.jobs).ifPresent(this.moves::drop);
		set(trial, TrialStatus.LOST);
	}

	/** Ends the rung, if all have reached its end. */
	private void promote() {
		List<SearchTrial> ready = all(TrialStatus.READY);
		if (ready.isEmpty() || ready.size() < competitors().size()) {
			return;
		}
		List<Integer> survivors = this.rule.survivors(this.rung, ready.stream().map(SearchTrial::result).toList());
		this.rung = (survivors.size() > 1) ? this.rung + 1 : this.rule.lastRung();
		for (SearchTrial trial : ready) {
			if (survivors.contains(trial.number())) {
				set(trial.promoted(this.rung));
			}
			else {
				lose(trial);
			}
		}
		if (survivors.isEmpty()) {
			fail();
		}
	}

	private void fill() {
		int places = this.atOnce - all(TrialStatus.TRAINING).size();
		all(TrialStatus.WAITING).stream().limit(Math.max(0, places)).forEach(this::train);
	}

	private void train(SearchTrial trial) {
		boolean last = isLast(trial);
		JobId job = trial.job();
		if (job == null) {
			job = this.moves.begin(this.search, trial, within(trial.hyperparameters(), trial), last);
		}
		else {
			TrainingJob paused = this.jobs.apply(job).orElse(null);
			if (paused == null) {
				set(trial, TrialStatus.FAILED);
				return;
			}
			this.moves.goOn(paused, within(paused.hyperparameters(), trial), last);
		}
		set(trial.training(job));
	}

	private Hyperparameters within(Hyperparameters hyperparameters, SearchTrial trial) {
		return hyperparameters.with(hyperparameters.run().within(null, iterations(trial), time(trial)));
	}

	private @Nullable Long iterations(SearchTrial trial) {
		if (this.budget.maxIterations() == null || !isLast(trial)) {
			return this.budget.iterations(this.rule, trial.rung());
		}
		return this.budget.iterationsLeft(this.trials.stream()
			.filter((other) -> other.number() != trial.number())
			.mapToLong(SearchTrial::iteration)
			.sum());
	}

	private @Nullable Duration time(SearchTrial trial) {
		if (this.budget.duration() == null || !isLast(trial)) {
			return this.budget.time(this.rule, trial.rung(), this.workers);
		}
		return Duration.ofMillis(trial.trainingMillis()).plus(this.budget.training()).minus(elapsed());
	}

	private List<SearchTrial> competitors() {
		return this.trials.stream().filter((trial) -> trial.status().competes()).toList();
	}

	private List<SearchTrial> all(TrialStatus wanted) {
		return this.trials.stream().filter((trial) -> trial.status() == wanted).toList();
	}

	private void set(SearchTrial trial, TrialStatus changed) {
		set(trial.with(changed));
	}

	private void set(SearchTrial changed) {
		this.trials.set(changed.number(), changed);
	}

	/** What can be done with the jobs of trials. */
	interface Moves {

		/** Begins the job of a trial. */
		JobId begin(Search search, SearchTrial trial, Hyperparameters hyperparameters, boolean last);

		/** Lets a job go on that has paused. */
		void goOn(TrainingJob job, Hyperparameters hyperparameters, boolean last);

		/** Ends a job, and drops its checkpoints. */
		void drop(TrainingJob job);

		/** Ends a job, to publish what it has learned; false if that is nothing. */
		boolean finish(TrainingJob job);

		/** Publishes what a job has learned that has failed, if there is something. */
		Optional<String> publish(TrainingJob job);

		/** JSON of the problem that no trial has learned anything. */
		String nothingLearned();

	}

}
