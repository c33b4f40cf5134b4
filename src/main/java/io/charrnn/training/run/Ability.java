package io.charrnn.training.run;

import java.util.Optional;

import io.charrnn.corpus.Corpora;
import io.charrnn.model.InvalidHyperparameterException;
import io.charrnn.model.MemoryEstimate;
import io.charrnn.model.TrainingEngine;
import io.charrnn.problem.NotFoundException;
import io.charrnn.problem.Problem;
import io.charrnn.training.TrainingJob;

import org.springframework.stereotype.Component;

/**
 * What this machine needs to have for a job: the engine, the processor's instructions,
 * and memory enough for the job alone.
 */
@Component
class Ability {

	private final Engines engines;

	private final Corpora corpora;

	private final Memory memory;

	Ability(Engines engines, Corpora corpora, Memory memory) {
		this.engines = engines;
		this.corpora = corpora;
		this.memory = memory;
	}

	/**
	 * The engine of a job, with the job's threads.
	 * @throws Problem if there is none, or too little memory
	 * @throws InvalidHyperparameterException if it cannot train such a network here
	 */
	TrainingEngine engine(TrainingJob job) {
		TrainingEngine engine = find(job);
		engine.check(job.hyperparameters());
		this.memory.check(engine, job.hyperparameters(), job.cluster(), job.alphabetSize(), texts(job));
		return engine;
	}

	/** What is missing here for a job, in a sentence. */
	Optional<String> lacks(TrainingJob job) {
		try {
			engine(job);
			return Optional.empty();
		}
		catch (NotFoundException ex) {
			// Its corpus is missing everywhere.
			return Optional.empty();
		}
		catch (Problem | InvalidHyperparameterException ex) {
			return Optional.of(String.valueOf(ex.getMessage()));
		}
	}

	/** What a job takes; nothing if it cannot run, as its run will say. */
	MemoryNeed need(TrainingJob job) {
		try {
			return this.memory.need(find(job), job.hyperparameters(), job.cluster(), job.alphabetSize(), texts(job));
		}
		catch (Problem ex) {
			return new MemoryNeed(new MemoryEstimate(0, 0, 0, 0), 0);
		}
	}

	private TrainingEngine find(TrainingJob job) {
		TrainingEngine engine = this.engines.find(job.engine());
		return (job.threads() != null) ? engine.withThreads(job.threads()) : engine;
	}

	private CorpusSplit texts(TrainingJob job) {
		return CorpusSplit.of(job.hyperparameters().run(), this.corpora.find(job.corpus()),
				(job.validationCorpus() != null) ? this.corpora.find(job.validationCorpus()) : null);
	}

}
