package io.charrnn.model;

/**
 * The data of one iteration: the next {@code steps} characters of each stream.
 *
 * @param streams B
 * @param steps T
 * @param inputs {@code [T][B]}: the character index at step t of stream b is at
 * {@code t * B + b}
 * @param targets {@code [T][B]}: the character that follows each input
 * @param first whether the hidden state starts from zero here
 * @param begins {@code [T][B]}: whether a document begins with an input, so that the
 * hidden state before it is zero and no gradient flows back from it; empty where none
 * does
 */
public record Batch(int streams, int steps, int[] inputs, int[] targets, boolean first, boolean[] begins) {

	/** Of a text without documents. */
	public Batch(int streams, int steps, int[] inputs, int[] targets, boolean first) {
		this(streams, steps, inputs, targets, first, new boolean[0]);
	}

	/** Whether a document begins with an input. */
	public boolean begins(int step, int stream) {
		return this.begins.length > 0 && this.begins[step * this.streams + stream];
	}

}
