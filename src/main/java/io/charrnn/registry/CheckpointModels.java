package io.charrnn.registry;

import java.util.Optional;

/** The checkpoints of training jobs, which stand wherever a model reference may. */
public interface CheckpointModels {

	/**
	 * Looks up a checkpoint.
	 * @param checkpointId in its string form, well-formed or not
	 */
	Optional<StoredModel> find(String checkpointId);

}
