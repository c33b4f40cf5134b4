package io.charrnn.training.run;

import io.charrnn.model.Architecture;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.TrainingState;
import io.charrnn.training.TrainingJob;
import org.jspecify.annotations.Nullable;

/** Makes the checkpoints of one job. */
final class CheckpointWriter {

	private final CheckpointCodec codec;

	private final Platform platform;

	private final @Nullable String library;

	private final TrainingJob job;

	private final TrainingData data;

	private final Architecture architecture;

	CheckpointWriter(CheckpointCodec codec, Platform platform, @Nullable String library, TrainingJob job,
			TrainingData data) {
		this.codec = codec;
		this.platform = platform;
		this.library = library;
		this.job = job;
		this.data = data;
		this.architecture = job.hyperparameters().network().architecture(data.alphabet().size());
	}

	LanguageModel model(float[] parameters) {
		return new LanguageModel(this.architecture, this.data.alphabet(), parameters);
	}

	NewCheckpoint make(TrainingState state, RunState runState, boolean best) {
		return this.codec.make(model(state.modelParameters()), state.moments(),
				this.data.streams().epoch(state.iteration()), runState,
				this.platform.provenance(this.job, this.data.corpus(), this.data.validationCorpus(),
						this.data.training().length(), this.data.validationLength(), runState, this.library),
				best);
	}

}
