package io.charrnn.training;

/**
 * A hyperparameter that a request left open and that the preset's value was fitted to the
 * corpus for.
 *
 * @param field its name
 * @param value what it came to
 */
public record Fitted(String field, Number preset, Number value) {
}
