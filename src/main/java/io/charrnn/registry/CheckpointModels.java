package io.charrnn.registry;

import java.util.Optional;

/** The checkpoints of training jobs, usable wherever a model reference is. */
public interface CheckpointModels {

	/**
	 * Looks up a checkpoint.
	 * @param checkpointId in its string form, well-formed or not
	 */
	Optional<StoredModel> find(String checkpointId);

}
