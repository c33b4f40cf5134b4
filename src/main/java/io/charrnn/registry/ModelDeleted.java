package io.charrnn.registry;

/**
 * A version was deleted. Listeners to the end of the transaction hear it before the one
 * that deleted it has an answer.
 *
 * @param archiveSha256 its archive, which another version may have as well
 */
public record ModelDeleted(String archiveSha256) {
}
