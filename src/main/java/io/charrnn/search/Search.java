package io.charrnn.search;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.charrnn.corpus.CorpusId;
import io.charrnn.training.SearchId;
import org.jspecify.annotations.Nullable;

/**
 * A search as stored.
 *
 * @param model name that the winner is published under
 * @param engine name of what trains
 * @param keyId of the key that asked for it, or null
 * @param revision grows with every change; a change of an older one is rejected
 * @param choice why the preset auto chose the first trial
 * @param rung that is under way
 * @param result reference of the model version that it became, or null
 * @param error JSON of the problem that ended it, or null
 * @param startedAt when its first trial began to train, or null
 * @param pausedAt since when it is paused, or null
 * @param paused how long it was paused before
 * @param trials by their numbers
 */
public record Search(SearchId id, String model, CorpusId corpus, String engine, @Nullable String keyId,
		SearchStatus status, long revision, SearchRequest request, String choice, int rung, @Nullable String result,
		@Nullable String error, Instant createdAt, @Nullable Instant startedAt, @Nullable Instant pausedAt,
		Duration paused, @Nullable Instant finishedAt, List<SearchTrial> trials) {

	SuccessiveHalving rule() {
		return new SuccessiveHalving(this.trials.size());
	}

	Search pausedFrom(Instant now) {
		return with(SearchStatus.PAUSED, now, this.paused, null, this.trials);
	}

	Search resumedAt(Instant now) {
		Duration last = (this.pausedAt != null && this.startedAt != null) ? Duration.between(this.pausedAt, now)
				: Duration.ZERO;
		return with(SearchStatus.RUNNING, null, this.paused.plus(last), null, this.trials);
	}

	Search cancelled(Instant now) {
		return with(SearchStatus.CANCELLED, this.pausedAt, this.paused, now,
				this.trials.stream()
					.map((trial) -> trial.status().competes() ? trial.with(TrialStatus.LOST) : trial)
					.toList());
	}

	Search withTrials(List<SearchTrial> then) {
		return with(this.status, this.pausedAt, this.paused, this.finishedAt, then);
	}

	private Search with(SearchStatus changed, @Nullable Instant pausedSince, Duration pausedBefore,
			@Nullable Instant finished, List<SearchTrial> then) {
		return new Search(this.id, this.model, this.corpus, this.engine, this.keyId, changed, this.revision,
				this.request, this.choice, this.rung, this.result, this.error, this.createdAt, this.startedAt,
				pausedSince, pausedBefore, finished, then);
	}

	/** Since its first trial began to train, without its pauses. */
	public Duration elapsed(Instant now) {
		if (this.startedAt == null) {
			return Duration.ZERO;
		}
		Instant end = (this.finishedAt != null) ? this.finishedAt : (this.pausedAt != null) ? this.pausedAt : now;
		Duration elapsed = Duration.between(this.startedAt, end).minus(this.paused);
		return elapsed.isNegative() ? Duration.ZERO : elapsed;
	}

	/** How many rungs there are; in the last the winner is trained alone. */
	public int rungs() {
		return rule().lastRung() + 1;
	}

	/** The trial with the lowest loss so far, of those that did not fail. */
	public @Nullable SearchTrial best() {
		return this.trials.stream()
			.filter((trial) -> trial.bestValidationLoss() != null && trial.status() != TrialStatus.FAILED)
			.min((one, two) -> SuccessiveHalving.Result.ORDER.compare(one.result(), two.result()))
			.orElse(null);
	}

}
