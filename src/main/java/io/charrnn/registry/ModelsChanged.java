package io.charrnn.registry;

/**
 * Versions were published or deleted, or are served in another way. Listeners to the end
 * of the transaction hear it before the one that changed them has an answer.
 */
public record ModelsChanged() {
}
