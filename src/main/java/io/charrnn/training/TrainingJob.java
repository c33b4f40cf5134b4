package io.charrnn.training;

import java.time.Instant;
import java.util.List;

import io.charrnn.cluster.ClusterStatus;
import io.charrnn.corpus.CorpusId;
import io.charrnn.model.Architecture;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.round.Cluster;
import org.jspecify.annotations.Nullable;

/**
 * A training job as stored.
 *
 * @param model the name that its result is published under
 * @param corpus what it learns from; may be deleted once the job has ended
 * @param initializeFrom exact reference of the model that training went on from, or null
 * @param hyperparameters how the network is built and trained
 * @param fitted those that the request left open and that are not as the preset has them
 * @param alphabetSize V, characters that the model knows
 * @param threads most threads that its workers use, fixed when the first of them takes
 * it, since the last bits of results depend on it; null before
 * @param requestedStatus what a running job was asked to become, or null
 * @param deaths of its workers' processes since its checkpoint last advanced
 * @param waiting what it waits for while it is queued, or null if for nothing but its
 * turn
 * @param event number of its newest event
 * @param statusEvent number of the event that is its newest change of status
 * @param lossExpectation what n-grams reach on its split, or null before they are counted
 * @param result reference of the model version it became, or null
 * @param error JSON of the problem that ended it, or null
 * @param startedAt when a worker first took it, or null
 * @param corpusName what the text is called, or null if it was deleted
 * @param publishes which of its weights become a model, or null if it has no checkpoint
 * @param choice why the preset auto chose the hyperparameters, or null
 * @param trial what it is for a search, or null if it is no trial
 * @param cluster how it is split over members, or null if it is not
 * @param clusterStatus how Spark was when it last trained there, or null if it never did
 */
public record TrainingJob(JobId id, String model, CorpusId corpus, String engine, @Nullable String initializeFrom,
		Hyperparameters hyperparameters, List<Fitted> fitted, int alphabetSize, @Nullable Integer threads,
		TrainingJobStatus status, @Nullable TrainingJobStatus requestedStatus, int deaths, @Nullable Waiting waiting,
		long event, long statusEvent, Progress progress, @Nullable List<NGramLoss> lossExpectation,
		@Nullable String result, @Nullable String error, Instant createdAt, @Nullable Instant startedAt,
		@Nullable Instant finishedAt, List<String> tags, @Nullable String corpusName,
		@Nullable PublishedWeights publishes, @Nullable String choice, @Nullable Trial trial, @Nullable Cluster cluster,
		@Nullable ClusterStatus clusterStatus, @Nullable CorpusId validationCorpus) {

	/**
	 * Number of the event that a new job is queued; the one before is its checkpoint's.
	 */
	private static final long QUEUED = 2;

	/**
	 * A new job, which waits for its first worker.
	 * @param iterations that its limits allow, or 0 if only its time is limited
	 */
	public static TrainingJob queued(String model, CorpusId corpus, String engine, @Nullable String initializeFrom,
			Hyperparameters hyperparameters, List<Fitted> fitted, int alphabetSize, long iterations,
			Instant createdAt) {
		return new TrainingJob(JobId.random(), model, corpus, engine, initializeFrom, hyperparameters, fitted,
				alphabetSize, null, TrainingJobStatus.QUEUED, null, 0, null, QUEUED, QUEUED, Progress.none(iterations),
				null, null, null, createdAt, null, null, List.of(), null, null, null, null, null, null, null);
	}

	/** The same job with tags. */
	public TrainingJob tagged(List<String> tagged) {
		return with(tagged, this.choice, this.trial, this.cluster, this.validationCorpus);
	}

	/** The same, with why its hyperparameters were chosen and of which search it is. */
	public TrainingJob with(@Nullable String chosenBecause, @Nullable Trial trialOf) {
		return with(this.tags, chosenBecause, trialOf, this.cluster, this.validationCorpus);
	}

	/** The same, split over the members of a cluster, if there is one. */
	public TrainingJob with(@Nullable Cluster split) {
		return with(this.tags, this.choice, this.trial, split, this.validationCorpus);
	}

	/** The same, validated on a text of its own, or on a part of its corpus if null. */
	public TrainingJob validatedOn(@Nullable CorpusId separate) {
		return with(this.tags, this.choice, this.trial, this.cluster, separate);
	}

	private TrainingJob with(List<String> tagged, @Nullable String chosenBecause, @Nullable Trial trialOf,
			@Nullable Cluster split, @Nullable CorpusId separate) {
		return new TrainingJob(this.id, this.model, this.corpus, this.engine, this.initializeFrom, this.hyperparameters,
				this.fitted, this.alphabetSize, this.threads, this.status, this.requestedStatus, this.deaths,
				this.waiting, this.event, this.statusEvent, this.progress, this.lossExpectation, this.result,
				this.error, this.createdAt, this.startedAt, this.finishedAt, tagged, this.corpusName, this.publishes,
				chosenBecause, trialOf, split, this.clusterStatus, separate);
	}

	/** What the job's network is. */
	public Architecture architecture() {
		return this.hyperparameters.network().architecture(this.alphabetSize);
	}

}
