package io.charrnn.training;

/**
 * A hyperparameter that the request left out and whose preset value was fitted to the
 * corpus.
 *
 * @param field its name
 * @param value what it came to
 */
public record Fitted(String field, Number preset, Number value) {
}
