package io.charrnn.model;

/**
 * What one iteration learns from: the next {@code steps} characters of each stream.
 *
 * @param streams B
 * @param steps T
 * @param inputs {@code [T][B]}: the character index at step t of stream b is at
 * {@code t * B + b}
 * @param targets {@code [T][B]}: the character that follows each input
 * @param first whether the hidden state starts from zero here
 */
public record Batch(int streams, int steps, int[] inputs, int[] targets, boolean first) {
}
