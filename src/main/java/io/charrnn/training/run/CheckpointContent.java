package io.charrnn.training.run;

/**
 * A checkpoint whose bytes are stored, and belong to nobody yet.
 *
 * @param archiveSha256 content that is its archive
 * @param stateSha256 content that is its state
 */
record CheckpointContent(NewCheckpoint checkpoint, String archiveSha256, String stateSha256) {
}
