package io.charrnn.training;

import java.time.Instant;
import java.util.List;

import io.charrnn.corpus.CorpusId;
import io.charrnn.model.Architecture;
import io.charrnn.model.Hyperparameters;
import org.jspecify.annotations.Nullable;

/**
 * A training job as it is stored.
 *
 * @param id what names it
 * @param model the name that its result is published under
 * @param corpus what it learns from; may be deleted once the job has ended
 * @param engine the training engine's name
 * @param initializeFrom exact reference of the model that training went on from, or null
 * @param hyperparameters how the network is built and trained
 * @param alphabetSize V, characters that the model knows
 * @param threads most threads that its workers use, fixed when the first of them takes
 * it, since the last bits of results depend on it; null before
 * @param status where it stands
 * @param requestedStatus what a running job was asked to become, or null
 * @param event number of its newest event
 * @param statusEvent number of the event that is its newest change of status
 * @param progress how far it has come
 * @param lossExpectation what n-grams reach on its split, or null before they are counted
 * @param result reference of the model version it became, or null
 * @param error JSON of the problem that ended it, or null
 * @param createdAt when it was asked for
 * @param startedAt when a worker first took it, or null
 * @param finishedAt when it ended, or null
 */
public record TrainingJob(JobId id, String model, CorpusId corpus, String engine, @Nullable String initializeFrom,
		Hyperparameters hyperparameters, int alphabetSize, @Nullable Integer threads, TrainingJobStatus status,
		@Nullable TrainingJobStatus requestedStatus, long event, long statusEvent, Progress progress,
		@Nullable List<NGramLoss> lossExpectation, @Nullable String result, @Nullable String error, Instant createdAt,
		@Nullable Instant startedAt, @Nullable Instant finishedAt) {

	/** What the job's network is. */
	public Architecture architecture() {
		return this.hyperparameters.architecture(this.alphabetSize);
	}

}
