package io.charrnn.model;

import java.util.Locale;

/**
 * Cuts a text into contiguous streams that are read side by side, {@code steps}
 * characters an iteration, so that the hidden state can be carried from one iteration to
 * the next. Every epoch begins at an offset of its own, drawn from the seed, so that the
 * ends of the segments differ and no character is always left out. A batch depends on the
 * iteration's number alone, which is what makes a resumed job equal to one that was never
 * stopped.
 */
public final class Streams {

	/**
	 * One iteration in so many begins from the zero state though the text goes on. A
	 * network that never starts cold comes to rely on a state that has grown over
	 * thousands of characters: from the zero state, where every use of the model begins,
	 * it may then never find back to it.
	 */
	private static final int COLD_START_EVERY = 32;

	private final EncodedText text;

	private final int streams;

	private final int steps;

	private final long seed;

	/**
	 * Prepares the streams.
	 * @param text what to learn
	 * @param streams B, streams side by side
	 * @param steps T, characters of a stream in one iteration
	 * @param seed decides the epochs' offsets and which iterations start cold
	 * @throws InvalidHyperparameterException if the text is too short for one iteration
	 */
	public Streams(EncodedText text, int streams, int steps, long seed) {
		if ((long) streams * steps + 1 > text.length()) {
			throw new InvalidHyperparameterException("batchSize x sequenceLength", (long) streams * steps,
					String.format(Locale.ROOT, "less than the %,d characters of the training part", text.length()));
		}
		this.text = text;
		this.streams = streams;
		this.steps = steps;
		this.seed = seed;
	}

	public int iterationsPerEpoch() {
		return iterationsPerEpoch(this.text.length(), this.streams, this.steps);
	}

	/** The iterations of an epoch on a text of a length; 0 if it is too short for one. */
	public static int iterationsPerEpoch(int length, int streams, int steps) {
		return (length - 1) / streams / steps;
	}

	/** The epoch of an iteration, both counted from 0. */
	public int epoch(long iteration) {
		return (int) (iteration / iterationsPerEpoch());
	}

	/** The batch of an iteration, counted from 0. */
	public Batch batch(long iteration) {
		int segment = (int) (iteration % iterationsPerEpoch());
		int start = offset(epoch(iteration)) + segment * this.steps;
		int[] inputs = new int[this.steps * this.streams];
		int[] targets = new int[inputs.length];
		for (int stream = 0; stream < this.streams; stream++) {
			int position = stream * streamLength() + start;
			for (int step = 0; step < this.steps; step++) {
				inputs[step * this.streams + stream] = this.text.at(position + step);
				targets[step * this.streams + stream] = this.text.at(position + step + 1);
			}
		}
		return new Batch(this.streams, this.steps, inputs, targets, segment == 0 || coldStart(iteration));
	}

	private boolean coldStart(long iteration) {
		return Long.remainderUnsigned(CounterRandom.mix(~this.seed, iteration), COLD_START_EVERY) == 0;
	}

	private int streamLength() {
		return (this.text.length() - 1) / this.streams;
	}

	private int offset(int epoch) {
		int spare = streamLength() - iterationsPerEpoch() * this.steps;
		return (int) Long.remainderUnsigned(CounterRandom.mix(this.seed, epoch), spare + 1L);
	}

}
