package io.charrnn.training.run;

import io.charrnn.content.StoredJson;
import io.charrnn.registry.ModelVersion;
import io.charrnn.registry.Models;
import io.charrnn.registry.Provenance;
import io.charrnn.training.Checkpoints;
import io.charrnn.training.StoredCheckpoint;
import io.charrnn.training.TrainingJob;

import org.springframework.stereotype.Component;

/** Publishes what jobs have learned as models. */
@Component
public class Publication {

	private final Checkpoints checkpoints;

	private final Models models;

	private final StoredJson json;

	Publication(Checkpoints checkpoints, Models models, StoredJson json) {
		this.checkpoints = checkpoints;
		this.models = models;
		this.json = json;
	}

	/**
	 * Publishes a job's best checkpoint, or the last where nothing was validated, as the
	 * next version of its model.
	 * @throws IllegalStateException if the job has no checkpoint
	 */
	public ModelVersion publish(TrainingJob job) {
		StoredCheckpoint result = this.checkpoints.result(job.id())
			.orElseThrow(() -> new IllegalStateException(job.id() + " ended without a checkpoint"));
		return this.models.publish(job.model(), result.archiveSha256(), job.architecture(),
				this.json.read(result.provenance(), Provenance.class));
	}

}
