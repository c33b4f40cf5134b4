package io.charrnn.model;

import java.util.Locale;
import java.util.function.IntUnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * Cuts a text into contiguous streams that are read side by side, {@code steps}
 * characters an iteration, so that the hidden state can be carried from one iteration to
 * the next. Every epoch begins at an offset of its own, drawn from the seed, so that the
 * ends of the segments differ and no character is always left out. A batch depends on the
 * iteration's number alone, which is what makes a resumed job equal to one that was never
 * stopped.
 * <p>
 * In a text of documents the hidden state is zero where a document begins. A stream then
 * begins an epoch with the first document that begins within the characters of an
 * iteration, if there is one, and the end of the text is followed by its beginning.
 */
public final class Streams {

	/**
	 * One iteration in so many begins from the zero state though the text goes on. A
	 * network that never starts cold comes to rely on a state that has grown over
	 * thousands of characters: from the zero state, where every use of the model begins,
	 * it may then never find back to it.
	 */
	private static final int COLD_START_EVERY = 32;

	/**
	 * One labeled document in so many is read as if it had no label, so that the model
	 * also learns to write without one.
	 */
	private static final int UNLABELED_EVERY = 8;

	private final IntUnaryOperator characters;

	/** N. */
	private final int length;

	private final @Nullable Alphabet documents;

	private final boolean coldStarts;

	private final int streams;

	private final int steps;

	private final long seed;

	/**
	 * Prepares the streams of a text without documents.
	 * @param text what to learn
	 * @param streams B, streams side by side
	 * @param steps T, characters of a stream in one iteration
	 * @param seed decides the epochs' offsets and which iterations start cold
	 * @throws InvalidHyperparameterException if the text is too short for one iteration
	 */
	public Streams(EncodedText text, int streams, int steps, long seed) {
		this(text::at, text.length(), null, streams, steps, seed);
	}

	/**
	 * Prepares the streams.
	 * @param text what to learn
	 * @param streams B, streams side by side
	 * @param steps T, characters of a stream in one iteration
	 * @param seed decides the epochs' offsets and which iterations start cold
	 * @throws InvalidHyperparameterException if the text is too short for one iteration
	 */
	public static Streams of(EncodedText text, Alphabet alphabet, int streams, int steps, long seed) {
		return of(text::at, text.length(), alphabet, streams, steps, seed);
	}

	/**
	 * Prepares the streams of a text that is not in memory.
	 * @param characters gives the index of the character at a position
	 * @param length N, characters of the text
	 * @param alphabet of the text
	 * @param streams B, streams side by side
	 * @param steps T, characters of a stream in one iteration
	 * @param seed decides the epochs' offsets and which iterations start cold
	 * @throws InvalidHyperparameterException if the text is too short for one iteration
	 */
	public static Streams of(IntUnaryOperator characters, int length, Alphabet alphabet, int streams, int steps,
			long seed) {
		return new Streams(characters, length, alphabet.hasDocuments() ? alphabet : null, streams, steps, seed);
	}

	private Streams(IntUnaryOperator characters, int length, @Nullable Alphabet documents, int streams, int steps,
			long seed) {
		if ((long) streams * steps + 1 > length) {
			throw new InvalidHyperparameterException("batchSize x sequenceLength", (long) streams * steps,
					String.format(Locale.ROOT, "less than the %,d characters of the training part", length));
		}
		this.characters = characters;
		this.length = length;
		this.streams = streams;
		this.steps = steps;
		this.seed = seed;
		this.documents = documents;
		this.coldStarts = documents == null || areLong(documents);
	}

	/**
	 * Shorter documents start cold by themselves at least as often. Of a long text, some
	 * of them tell.
	 */
	private boolean areLong(Alphabet alphabet) {
		long enough = (this.length - 1L) / COLD_START_EVERY / this.steps;
		for (int position = 0; position < this.length && enough >= 0; position++) {
			enough -= alphabet.isMark(this.characters.applyAsInt(position)) ? 1 : 0;
		}
		return enough >= 0;
	}

	public int iterationsPerEpoch() {
		return iterationsPerEpoch(this.length, this.streams, this.steps);
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
		return batch(iteration, Share.all(this.streams));
	}

	/** The part of an iteration's batch that some of the streams are. */
	public Batch batch(long iteration, Share share) {
		int segment = (int) (iteration % iterationsPerEpoch());
		int start = offset(epoch(iteration));
		int[] inputs = new int[this.steps * share.streams()];
		int[] targets = new int[inputs.length];
		boolean[] begins = new boolean[(this.documents != null) ? inputs.length : 0];
		for (int stream = 0; stream < share.streams(); stream++) {
			int begin = (share.firstStream() + stream) * streamLength() + start;
			long position = ((this.documents != null) ? nextDocument(begin, this.documents) : begin)
					+ (long) segment * this.steps;
			for (int step = 0; step < this.steps; step++) {
				int index = step * share.streams() + stream;
				inputs[index] = at(position + step);
				targets[index] = at(position + step + 1);
				if (this.documents != null) {
					begins[index] = this.documents.isMark(inputs[index]);
					inputs[index] = read(inputs[index], position + step, epoch(iteration), this.documents);
					targets[index] = this.documents.target(targets[index]);
				}
			}
		}
		return new Batch(share.streams(), this.steps, inputs, targets, segment == 0 || coldStart(iteration), begins);
	}

	private int at(long position) {
		return this.characters.applyAsInt((int) ((position < this.length) ? position : position - this.length));
	}

	/** Where the next document begins, if that is near. */
	private int nextDocument(int from, Alphabet alphabet) {
		for (int ahead = 0; ahead < this.steps; ahead++) {
			if (alphabet.isMark(at((long) from + ahead))) {
				return from + ahead;
			}
		}
		return from;
	}

	private int read(int index, long position, int epoch, Alphabet alphabet) {
		boolean labeled = alphabet.isMark(index) && index != alphabet.end();
		long drawn = CounterRandom.mix(CounterRandom.mix(~this.seed, epoch), position);
		return (labeled && Long.remainderUnsigned(drawn, UNLABELED_EVERY) == 0) ? alphabet.end() : index;
	}

	private boolean coldStart(long iteration) {
		return this.coldStarts
				&& Long.remainderUnsigned(CounterRandom.mix(~this.seed, iteration), COLD_START_EVERY) == 0;
	}

	private int streamLength() {
		return (this.length - 1) / this.streams;
	}

	private int offset(int epoch) {
		int spare = streamLength() - iterationsPerEpoch() * this.steps;
		return (int) Long.remainderUnsigned(CounterRandom.mix(this.seed, epoch), spare + 1L);
	}

}
