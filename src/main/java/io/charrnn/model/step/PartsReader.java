package io.charrnn.model.step;

import java.util.List;
import java.util.concurrent.CancellationException;

import io.charrnn.model.Alphabet;
import io.charrnn.model.Architecture;
import io.charrnn.model.EncodedText;
import io.charrnn.model.HiddenState;
import io.charrnn.model.Softmax;

/**
 * Reads parts of a text side by side, in blocks, and adds up how surprising their
 * characters are. Used by one thread, once.
 */
final class PartsReader {

	private final Stepper stepper;

	private final List<Evaluation.Part> parts;

	/** {@code [row]}: which part it reads. */
	private final int[] part;

	/** {@code [part]}: characters that were read. */
	private final int[] read;

	/** {@code [part]}, nats. */
	private final double[] sums;

	/** {@code [step][row]}. */
	private final int[] characters = new int[StepBatch.CAPACITY];

	/** {@code [V]}. */
	private final double[] weights;

	/**
	 * Prepares to read.
	 * @param stepper the model
	 * @param parts no more than a batch has rows
	 */
	PartsReader(Stepper stepper, List<Evaluation.Part> parts) {
		this.stepper = stepper;
		this.parts = parts;
		this.part = new int[parts.size()];
		this.read = new int[parts.size()];
		this.sums = new double[parts.size()];
		this.weights = new double[stepper.architecture().alphabetSize()];
	}

	/**
	 * The surprisals of each part, added up.
	 * @return {@code [part]}, nats
	 * @throws CancellationException if the thread is interrupted
	 */
	double[] sums() {
		Architecture architecture = this.stepper.architecture();
		try (StepBatch batch = this.stepper.batch()) {
			batch.usePackedWeights();
			for (int row = 0; row < this.part.length; row++) {
				this.part[row] = row;
				batch.add(HiddenState.zero(architecture));
			}
			while (batch.size() > 0) {
				if (Thread.currentThread().isInterrupted()) {
					throw new CancellationException("interrupted while evaluating");
				}
				read(batch);
			}
		}
		return this.sums;
	}

	private void read(StepBatch batch) {
		int size = batch.size();
		int steps = batch.mostAtOnce();
		for (int row = 0; row < size; row++) {
			steps = Math.min(steps, part(row).length() - this.read[this.part[row]]);
			steps = beginDocument(batch, row, steps);
		}
		boolean asks = false;
		for (int row = 0; row < size; row++) {
			int from = this.read[this.part[row]];
			for (int step = 0; step < steps; step++) {
				this.characters[step * size + row] = part(row).text().at(from + step);
			}
			asks |= from + steps > part(row).before();
		}
		batch.read(this.characters, steps, asks);
		for (int row = size - 1; row >= 0; row--) {
			add(batch, row, size, steps);
			dropIfRead(batch, row);
		}
	}

	/** Gives the characters up to the next document, up to a bound. */
	private int beginDocument(StepBatch batch, int row, int most) {
		Alphabet alphabet = this.stepper.alphabet();
		EncodedText text = part(row).text();
		int from = this.read[this.part[row]];
		if (alphabet.isMark(text.at(from))) {
			batch.clear(row);
		}
		int steps = 1;
		while (steps < most && !alphabet.isMark(text.at(from + steps))) {
			steps++;
		}
		return steps;
	}

	private void add(StepBatch batch, int row, int size, int steps) {
		int from = this.read[this.part[row]];
		for (int position = Math.max(from, part(row).before()); position < from + steps; position++) {
			float[] logits = batch.logits((position - from) * size + row);
			this.sums[this.part[row]] += Softmax.logSumExp(logits, this.weights)
					- logits[this.stepper.alphabet().target(part(row).text().at(position + 1))];
		}
		this.read[this.part[row]] += steps;
	}

	private void dropIfRead(StepBatch batch, int row) {
		if (this.read[this.part[row]] == part(row).length()) {
			batch.remove(row);
			this.part[row] = this.part[batch.size()];
		}
	}

	private Evaluation.Part part(int row) {
		return this.parts.get(this.part[row]);
	}

}
