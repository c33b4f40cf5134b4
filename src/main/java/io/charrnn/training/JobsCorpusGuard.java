package io.charrnn.training;

import io.charrnn.corpus.CorpusGuard;
import io.charrnn.corpus.CorpusId;
import io.charrnn.problem.ConflictException;

import org.springframework.stereotype.Component;

/** Keeps corpora that jobs still need. */
@Component
class JobsCorpusGuard implements CorpusGuard {

	private final TrainingJobs jobs;

	JobsCorpusGuard(TrainingJobs jobs) {
		this.jobs = jobs;
	}

	@Override
	public void checkUnused(CorpusId corpus) {
		this.jobs.unfinished(corpus).ifPresent((job) -> {
			throw new ConflictException("corpus-in-use", "The corpus is in use by the training job %s, which is %s."
				.formatted(job.id(), job.status().text())).with("trainingJob", job.id());
		});
	}

}
