package io.charrnn.training.run;

import java.util.List;

import io.charrnn.training.Metric;
import io.charrnn.training.NGramLoss;
import io.charrnn.training.Progress;
import io.charrnn.training.TrainingSample;
import org.jspecify.annotations.Nullable;

/**
 * What a worker writes in one transaction.
 *
 * @param metrics new points of its curves
 * @param sample what its model wrote, or null
 * @param lossExpectation what n-grams reach, if that is news, or null
 * @param checkpoint the job's newest checkpoint, or null
 * @param ending how the worker lets the job go, or null if it goes on
 */
record Entry(Progress progress, List<Metric> metrics, @Nullable TrainingSample sample,
		@Nullable List<NGramLoss> lossExpectation, @Nullable NewCheckpoint checkpoint, @Nullable Ending ending) {

	/** The same with a checkpoint. */
	Entry with(@Nullable TrainingSample itsSample, NewCheckpoint newest) {
		return new Entry(this.progress, this.metrics, itsSample, this.lossExpectation, newest, this.ending);
	}

	int events() {
		return this.metrics.size() + ((this.sample != null) ? 1 : 0) + ((this.checkpoint != null) ? 1 : 0)
				+ ((this.ending != null) ? 1 : 0);
	}

}
