package io.charrnn.search;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

import io.charrnn.problem.Problem;
import io.charrnn.registry.ModelReference;
import io.charrnn.training.SearchId;
import io.charrnn.training.request.PlannedTrial;
import io.charrnn.training.request.Trials;

import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Takes new searches. */
@Service
public class NewSearches {

	private final Draws draws;

	private final Searches searches;

	private final SearchRunner runner;

	private final Trials trials;

	private final TransactionTemplate transaction;

	private final Clock clock;

	NewSearches(Draws draws, Searches searches, SearchRunner runner, Trials trials, TransactionTemplate transaction,
			Clock clock) {
		this.draws = draws;
		this.searches = searches;
		this.runner = runner;
		this.trials = trials;
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
					request, Objects.requireNonNull(first.choice()), 0, null, null,
					Instant.ofEpochMilli(this.clock.millis()), null, null, Duration.ZERO, null,
					IntStream.range(0, drawn.size())
						.mapToObj((number) -> SearchTrial.waiting(number, drawn.get(number).hyperparameters()))
						.toList());
			this.searches.add(search);
			this.runner.play(search);
		});
		this.trials.wake();
		return this.searches.find(id);
	}

}
