package io.charrnn.training.run;

import io.charrnn.corpus.Corpus;
import io.charrnn.model.HiddenState;
import io.charrnn.model.LanguageModel;
import io.charrnn.registry.Provenance;
import io.charrnn.training.TrainingJob;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Creates the checkpoints of jobs that start from the weights of a model, so that the
 * model may be deleted before they start.
 */
@Component
public class InitialCheckpoints {

	private final CheckpointCodec codec;

	private final Journal journal;

	private final RunTools tools;

	InitialCheckpoints(CheckpointCodec codec, Journal journal, RunTools tools) {
		this.codec = codec;
		this.journal = journal;
		this.tools = tools;
	}

	/**
	 * Makes the checkpoint of a job's first event, outside of any transaction.
	 * @return what gives it to the job, in the caller's transaction
	 */
	public Runnable prepare(TrainingJob job, Corpus corpus, @Nullable Corpus separate, LanguageModel model) {
		CorpusSplit texts = CorpusSplit.of(job.hyperparameters().run(), corpus, separate);
		int vectors = HiddenState.zero(model.architecture()).vectors().length;
		float[][] hidden = new float[vectors][job.hyperparameters().optimization().batchSize()
				* job.hyperparameters().network().hiddenSize()];
		RunState state = RunState.initial(hidden);
		Provenance provenance = this.tools.platform()
			.provenance(job, corpus, separate, texts.training(), texts.validation(), state, null);
		CheckpointContent checkpoint = this.journal.store(this.codec.make(model, null, 0, state, provenance, false));
		return () -> this.journal.add(job.id(), 0, 1, checkpoint);
	}

}
