package io.charrnn.search;

import io.charrnn.model.Hyperparameters;
import io.charrnn.training.JobId;
import io.charrnn.training.Progress;
import org.jspecify.annotations.Nullable;

/**
 * One of the competing trials of a search.
 *
 * @param number from 0, which is what the preset auto chose
 * @param job that trains it, or null before it begins
 * @param rung that it is in, from 0, or was in when it ended
 * @param bestValidationLoss the lowest so far, nats per character, or null
 * @param iteration updates done
 * @param trainingMillis time spent training
 */
public record SearchTrial(int number, @Nullable JobId job, int rung, TrialStatus status,
		Hyperparameters hyperparameters, @Nullable Double bestValidationLoss, long iteration, long trainingMillis) {

	/** A trial that is to begin. */
	static SearchTrial waiting(int number, Hyperparameters hyperparameters) {
		return new SearchTrial(number, null, 0, TrialStatus.WAITING, hyperparameters, null, 0, 0);
	}

	SearchTrial with(TrialStatus changed) {
		return with(this.job, this.rung, changed);
	}

	/** The same in a later rung, where it is to be trained. */
	SearchTrial promoted(int later) {
		return with(this.job, later, TrialStatus.WAITING);
	}

	/** The same while a job trains it. */
	SearchTrial training(JobId by) {
		return with(by, this.rung, TrialStatus.TRAINING);
	}

	private SearchTrial with(@Nullable JobId by, int in, TrialStatus changed) {
		return new SearchTrial(this.number, by, in, changed, this.hyperparameters, this.bestValidationLoss,
				this.iteration, this.trainingMillis);
	}

	/** The same at the end of its rung. */
	SearchTrial ready(Progress progress) {
		return new SearchTrial(this.number, this.job, this.rung, TrialStatus.READY, this.hyperparameters,
				progress.bestValidationLoss(), progress.iteration(), progress.trainingTime().toMillis());
	}

	SuccessiveHalving.Result result() {
		return new SuccessiveHalving.Result(this.number, this.bestValidationLoss);
	}

}
