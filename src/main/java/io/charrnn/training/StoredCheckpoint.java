package io.charrnn.training;

/**
 * A checkpoint and where its bytes are stored.
 *
 * @param archiveSha256 content with parameters, updater state and provenance, in a form
 * that DL4J opens
 * @param stateSha256 content with the rest that training needs to continue
 * @param provenance JSON of how the model came to be
 */
public record StoredCheckpoint(JobId job, Checkpoint checkpoint, String archiveSha256, String stateSha256,
		String provenance) {
}
