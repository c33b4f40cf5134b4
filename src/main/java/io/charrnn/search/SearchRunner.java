package io.charrnn.search;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import io.charrnn.content.StoredJson;
import io.charrnn.model.Hyperparameters;
import io.charrnn.problem.Problems;
import io.charrnn.training.JobId;
import io.charrnn.training.SearchId;
import io.charrnn.training.TrainingJob;
import io.charrnn.training.TrainingJobs;
import io.charrnn.training.TrainingSettings;
import io.charrnn.training.request.TrialChangedException;
import io.charrnn.training.request.Trials;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Lets searches go on: what {@link Turn} decides is done and stored as one. */
@Component
@EnableConfigurationProperties(SearchSettings.class)
class SearchRunner {

	private final Searches searches;

	private final TrainingJobs jobs;

	private final Trials trials;

	private final TransactionTemplate transaction;

	private final StoredJson json;

	private final Clock clock;

	private final SearchSettings settings;

	private final int workers;

	SearchRunner(Searches searches, TrainingJobs jobs, Trials trials, TransactionTemplate transaction, StoredJson json,
			Clock clock, SearchSettings settings, TrainingSettings training) {
		this.searches = searches;
		this.jobs = jobs;
		this.trials = trials;
		this.transaction = transaction;
		this.json = json;
		this.clock = clock;
		this.settings = settings;
		this.workers = training.maxConcurrentJobs();
	}

	/**
	 * Does what is due in a search, in a transaction of its own.
	 * @throws TrialChangedException if others changed something meanwhile: nothing was
	 * done
	 */
	void advance(SearchId id) {
		boolean changed = Boolean.TRUE
			.equals(this.transaction.execute((status) -> this.searches.lookUp(id).filter(this::play).isPresent()));
		if (changed) {
			this.trials.wake();
		}
	}

	/**
	 * Does what is due, in the caller's transaction; returns whether that was something.
	 */
	boolean play(Search search) {
		Search played = new Turn(search, this.settings.trialsAtOnce(), this.workers,
				Instant.ofEpochMilli(this.clock.millis()), this.jobs::lookUp, new JobMoves())
			.play();
		if (played == search) {
			return false;
		}
		if (!this.searches.save(played)) {
			throw new TrialChangedException(search.id());
		}
		return true;
	}

	private final class JobMoves implements Turn.Moves {

		private final Trials trials = SearchRunner.this.trials;

		@Override
		public JobId begin(Search search, SearchTrial trial, Hyperparameters hyperparameters, boolean last) {
			return this.trials.begin(search.id(), search.model(), search.corpus(), search.engine(), hyperparameters,
					last, search.keyId());
		}

		@Override
		public void goOn(TrainingJob job, Hyperparameters hyperparameters, boolean last) {
			this.trials.goOn(job, hyperparameters, last);
		}

		@Override
		public void drop(TrainingJob job) {
			this.trials.drop(job);
		}

		@Override
		public boolean finish(TrainingJob job) {
			return this.trials.finish(job);
		}

		@Override
		public Optional<String> publish(TrainingJob job) {
			return this.trials.publish(job);
		}

		@Override
		public String nothingLearned() {
			return SearchRunner.this.json
				.write(Map.of("type", Problems.TYPE_PREFIX + "nothing-learned", "title", "Nothing learned", "detail",
						"The search ended before any of its trials had learned anything to publish."));
		}

	}

}
