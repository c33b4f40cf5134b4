package io.charrnn.model.dl4j;

import java.util.Arrays;

import io.charrnn.model.Batch;

/**
 * The streams of a batch, cut where documents begin. DL4J cannot forget within a
 * sequence, so that the first piece of each stream is computed by itself, then the second
 * of each, and so on, with a mask over all others. At a step that the mask leaves out the
 * state is zero, as it has to be before a document.
 */
final class Pieces {

	private final Batch batch;

	/** {@code [T][B]}: the number of the piece, from 0 in each stream. */
	private final int[] numbers;

	private final int most;

	Pieces(Batch batch) {
		this.batch = batch;
		this.numbers = new int[batch.steps() * batch.streams()];
		int highest = 0;
		for (int step = 1; step < batch.steps(); step++) {
			for (int stream = 0; stream < batch.streams(); stream++) {
				int index = step * batch.streams() + stream;
				this.numbers[index] = this.numbers[index - batch.streams()] + (batch.begins(step, stream) ? 1 : 0);
				highest = Math.max(highest, this.numbers[index]);
			}
		}
		this.most = highest + 1;
	}

	/** The most pieces of a stream. */
	int most() {
		return this.most;
	}

	/** {@code [B][T]}: 1 where a stream is in a piece, else 0. */
	float[] mask(int piece) {
		float[] mask = new float[this.numbers.length];
		for (int index = 0; index < mask.length; index++) {
			int step = index / this.batch.streams();
			int stream = index % this.batch.streams();
			mask[stream * this.batch.steps() + step] = (this.numbers[index] == piece) ? 1 : 0;
		}
		return mask;
	}

	/**
	 * The states before the batch, zero where a document begins with it.
	 * @param hidden {@code [layers x stateVectors][B x H]}
	 */
	float[][] begin(float[][] hidden) {
		float[][] begun = new float[hidden.length][];
		for (int vector = 0; vector < hidden.length; vector++) {
			begun[vector] = hidden[vector].clone();
			int size = begun[vector].length / this.batch.streams();
			for (int stream = 0; stream < this.batch.streams(); stream++) {
				if (this.batch.begins(0, stream)) {
					Arrays.fill(begun[vector], stream * size, (stream + 1) * size, 0);
				}
			}
		}
		return begun;
	}

	/**
	 * Takes over the states of the streams that end with a piece.
	 * @param from {@code [layers x stateVectors][B x H]}: the states after that piece
	 * @param to the same of the whole batch
	 */
	void takeEnds(int piece, float[][] from, float[][] to) {
		int last = (this.batch.steps() - 1) * this.batch.streams();
		for (int vector = 0; vector < from.length; vector++) {
			int size = from[vector].length / this.batch.streams();
			for (int stream = 0; stream < this.batch.streams(); stream++) {
				if (this.numbers[last + stream] == piece) {
					System.arraycopy(from[vector], stream * size, to[vector], stream * size, size);
				}
			}
		}
	}

}
