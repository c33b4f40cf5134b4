package io.charrnn.search;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.charrnn.problem.ConflictException;
import io.charrnn.problem.Problem;
import io.charrnn.registry.ModelReference;
import io.charrnn.search.SearchStatus.Event;
import io.charrnn.training.SearchId;
import io.charrnn.training.TrainingJob;
import io.charrnn.training.TrainingJobs;
import io.charrnn.training.request.JobControl;
import io.charrnn.training.request.PlannedTrial;
import io.charrnn.training.request.TrialChangedException;
import io.charrnn.training.request.Trials;

import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Changes to searches requested by clients. */
@Service
public class SearchControl {

	private static final int ATTEMPTS = 10;

	private final Draws draws;

	private final Searches searches;

	private final SearchRunner runner;

	private final TrainingJobs jobs;

	private final Trials trials;

	private final JobControl control;

	private final TransactionTemplate transaction;

	private final Clock clock;

	SearchControl(Draws draws, Searches searches, SearchRunner runner, TrainingJobs jobs, Trials trials,
			JobControl control, TransactionTemplate transaction, Clock clock) {
		this.draws = draws;
		this.searches = searches;
		this.runner = runner;
		this.jobs = jobs;
		this.trials = trials;
		this.control = control;
		this.transaction = transaction;
		this.clock = clock;
	}

	/**
	 * Takes a search, whose first trials wait for a worker from then on.
	 * @param corpus id of the text to learn from
	 * @param model name that the winner is to be published under
	 * @throws Problem if it could not be done
	 */
	public Search submit(String corpus, String model, SearchRequest request) {
		ModelReference.requireName(model);
		List<PlannedTrial> drawn = this.draws.draw(corpus, model, request.checked());
		PlannedTrial first = drawn.get(0);
		SearchId id = SearchId.random();
		this.transaction.executeWithoutResult((status) -> {
			String key = this.trials.admit(first.corpus().id()).orElse(null);
			Search search = new Search(id, model, first.corpus().id(), first.engine(), key, SearchStatus.RUNNING, 1,
					request, Objects.requireNonNull(first.choice()), 0, null, null, now(), null, null, Duration.ZERO,
					null,
					IntStream.range(0, drawn.size())
						.mapToObj((number) -> SearchTrial.waiting(number, drawn.get(number).hyperparameters()))
						.toList());
			this.searches.add(search);
			this.runner.play(search);
		});
		this.trials.wake();
		return this.searches.find(id);
	}

	/**
	 * Pauses a search, its trials and its clock. Trials that are trained write a
	 * checkpoint first.
	 * @throws ConflictException if its status does not allow it
	 */
	public Search pause(SearchId id) {
		return change(id, Event.PAUSE, (search) -> search.pausedFrom(now()), this.trials::pause);
	}

	/**
	 * Lets a paused search continue from where it stands.
	 * @throws ConflictException if its status does not allow it
	 */
	public Search resume(SearchId id) {
		Search resumed = change(id, Event.RESUME, (search) -> search.resumedAt(now()), (job) -> {
		});
		this.runner.advance(id);
		return resumed.status().finished() ? resumed : this.searches.find(id);
	}

	/**
	 * Ends a search; nothing is published, and all checkpoints are dropped.
	 * @throws ConflictException if its status does not allow it
	 */
	public Search cancel(SearchId id) {
		return change(id, Event.CANCEL, (search) -> search.cancelled(now()), this.trials::drop);
	}

	/**
	 * Deletes a search that has ended, with the jobs of its trials. The model that it
	 * published stays.
	 * @throws ConflictException if it has not ended
	 */
	public void delete(SearchId id) {
		this.transaction.executeWithoutResult((status) -> {
			Search search = this.searches.find(id);
			List<TrainingJob> begun = jobs(search);
			if (!search.status().finished() || begun.stream().anyMatch((job) -> !job.status().finished())) {
				throw search.status()
					.wrong((search.status().finished()
							? "The search is %s, but one of its trials is still ending; delete it afterwards."
							: "A search with the status %s cannot be deleted; cancel it first.")
						.formatted(search.status().text()));
			}
			begun.forEach((job) -> this.control.delete(job.id()));
			this.searches.delete(id);
		});
	}

	/**
	 * Others may change the search or its jobs at the same time: then it is tried anew.
	 */
	private Search change(SearchId id, Event event, UnaryOperator<Search> change, Consumer<TrainingJob> each) {
		for (int attempt = 1;; attempt++) {
			try {
				return changeOnce(id, event, change, each);
			}
			catch (TrialChangedException ex) {
				if (attempt == ATTEMPTS) {
					throw ex;
				}
			}
		}
	}

	private Search changeOnce(SearchId id, Event event, UnaryOperator<Search> change, Consumer<TrainingJob> each) {
		this.transaction.executeWithoutResult((status) -> {
			Search search = this.searches.find(id);
			search.status().next(event);
			if (!this.searches.save(change.apply(search))) {
				throw new TrialChangedException(id);
			}
			jobs(search).stream().filter((job) -> !job.status().finished()).forEach(each);
		});
		return this.searches.find(id);
	}

	private List<TrainingJob> jobs(Search search) {
		return search.trials()
			.stream()
			.flatMap((trial) -> Stream.ofNullable(trial.job()))
			.flatMap((job) -> this.jobs.lookUp(job).stream())
			.toList();
	}

	private Instant now() {
		return Instant.ofEpochMilli(this.clock.millis());
	}

}
