package io.charrnn.training;

import java.util.Optional;

import io.charrnn.content.StoredJson;
import io.charrnn.registry.CheckpointModels;
import io.charrnn.registry.ModelNotes;
import io.charrnn.registry.Provenance;
import io.charrnn.registry.ServingMode;
import io.charrnn.registry.StoredModel;
import io.charrnn.workspace.CurrentWorkspace;

import org.springframework.stereotype.Component;

/** Lets checkpoints be used as models. */
@Component
class JobsCheckpointModels implements CheckpointModels {

	private final Checkpoints checkpoints;

	private final TrainingJobs jobs;

	private final StoredJson json;

	JobsCheckpointModels(Checkpoints checkpoints, TrainingJobs jobs, StoredJson json) {
		this.checkpoints = checkpoints;
		this.jobs = jobs;
		this.json = json;
	}

	@Override
	public Optional<StoredModel> find(String checkpointId) {
		return CheckpointId.parse(checkpointId).flatMap(this.checkpoints::lookUp).flatMap(this::model);
	}

	private Optional<StoredModel> model(StoredCheckpoint stored) {
		return this.jobs.lookUp(stored.job())
			.map((job) -> new StoredModel(stored.checkpoint().id().value(), stored.archiveSha256(), job.architecture(),
					this.json.read(stored.provenance(), Provenance.class), ServingMode.FIRST,
					stored.checkpoint().createdAt(), ModelNotes.NONE, CurrentWorkspace.get()));
	}

}
