package io.charrnn.training.request;

import java.time.Clock;
import java.time.Instant;

import io.charrnn.corpus.Corpora;
import io.charrnn.corpus.Corpus;
import io.charrnn.corpus.CorpusId;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.InvalidHyperparameterException;
import io.charrnn.model.TrainingEngine;
import io.charrnn.problem.NotFoundException;
import io.charrnn.registry.ModelReference;
import io.charrnn.training.JobId;
import io.charrnn.training.Progress;
import io.charrnn.training.TrainingJob;
import io.charrnn.training.TrainingJobStatus;
import io.charrnn.training.TrainingJobs;
import io.charrnn.training.run.Engines;
import io.charrnn.training.run.InitialCheckpoints;
import io.charrnn.training.run.JobQueue;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes new jobs, and refuses those that could not be trained before they take anything.
 */
@Service
public class Submission {

	private final Corpora corpora;

	private final Engines engines;

	private final Predecessors predecessors;

	private final Admission admission;

	private final TrainingJobs jobs;

	private final InitialCheckpoints initialCheckpoints;

	private final JobQueue queue;

	private final TransactionTemplate transaction;

	private final Clock clock;

	Submission(Corpora corpora, Engines engines, Predecessors predecessors, Admission admission, TrainingJobs jobs,
			InitialCheckpoints initialCheckpoints, JobQueue queue, TransactionTemplate transaction, Clock clock) {
		this.corpora = corpora;
		this.engines = engines;
		this.predecessors = predecessors;
		this.admission = admission;
		this.jobs = jobs;
		this.initialCheckpoints = initialCheckpoints;
		this.queue = queue;
		this.transaction = transaction;
		this.clock = clock;
	}

	/** Takes a job, which waits for a worker from then on. */
	public TrainingJob submit(NewTrainingJob request) {
		ModelReference.requireName(request.model());
		TrainingEngine engine = this.engines.find(request.engine());
		Corpus corpus = this.corpora.find(corpusId(request.corpus()));
		try {
			return (request.initializeFrom() != null) ? goOn(request, request.initializeFrom(), engine, corpus)
					: begin(request, engine, corpus);
		}
		catch (InvalidHyperparameterException ex) {
			throw HyperparametersOverlay.refused(ex);
		}
	}

	private static int length(Corpus corpus) {
		return Math.toIntExact(corpus.characters());
	}

	private static CorpusId corpusId(String id) {
		try {
			return new CorpusId(id);
		}
		catch (IllegalArgumentException ex) {
			throw new NotFoundException("corpus-not-found", "There is no corpus '%s'.".formatted(id));
		}
	}

	private TrainingJob begin(NewTrainingJob request, TrainingEngine engine, Corpus corpus) {
		Hyperparameters hyperparameters = request.overlay()
			.over(request.presetOrUsual().hyperparameters(), length(corpus));
		TrainingJob job = admit(request, engine, corpus, hyperparameters, corpus.alphabetSize(), null);
		return store(job, () -> {
		});
	}

	private TrainingJob goOn(NewTrainingJob request, String reference, TrainingEngine engine, Corpus corpus) {
		Predecessor predecessor = this.predecessors.find(reference, corpus.alphabet());
		Hyperparameters hyperparameters = predecessor.hyperparameters(request, length(corpus));
		TrainingJob job = admit(request, engine, corpus, hyperparameters, predecessor.alphabet().size(),
				predecessor.reference());
		Runnable checkpoint = this.initialCheckpoints.prepare(job, corpus, predecessor.model(engine, hyperparameters));
		return store(job, checkpoint);
	}

	private TrainingJob admit(NewTrainingJob request, TrainingEngine engine, Corpus corpus,
			Hyperparameters hyperparameters, int alphabetSize, @Nullable String initializeFrom) {
		long iterations = this.admission.admit(hyperparameters, alphabetSize, corpus);
		return new TrainingJob(JobId.random(), request.model(), corpus.id(), engine.name(), initializeFrom,
				hyperparameters, alphabetSize, TrainingJobStatus.QUEUED, null, 2, 2, Progress.none(iterations), null,
				null, Instant.ofEpochMilli(this.clock.millis()), null, null);
	}

	private TrainingJob store(TrainingJob job, Runnable checkpoint) {
		this.transaction.executeWithoutResult((status) -> {
			this.jobs.add(job);
			checkpoint.run();
			this.queue.add(job);
		});
		this.queue.wake();
		return job;
	}

}
