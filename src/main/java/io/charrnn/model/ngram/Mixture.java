package io.charrnn.model.ngram;

import io.charrnn.model.Softmax;

/**
 * Mixes what a network says about one text with character n-grams, as a product of
 * powers: p(c) is proportional to {@code exp(sum_k w_k log p_k(c))}. The p_k are the
 * network's distribution, whose weight is an inverse temperature, and for contexts of
 * some lengths that of the n-grams of the text so far, and that of the same counts
 * together with those of the text that the network learned. After each character y the
 * weights take a step of gradient descent on its surprisal:
 * {@code w_k += 0.002 (log p_k(y) - sum_c p(c) log p_k(c))}.
 */
public final class Mixture implements Mixer {

	/** Of the text so far at most this many characters are counted. */
	public static final int MOST_OF_TEXT = 1 << 15;

	/** The lengths of the contexts whose n-grams are mixed, ascending. */
	static final int[] CONTEXTS = { 7 };

	static final int LONGEST_CONTEXT = CONTEXTS[CONTEXTS.length - 1];

	/** About what they come to on texts like the one that was learned. */
	private static final double[] FIRST_WEIGHTS = { 0.45, 0.1, 0.35 };

	private static final double RATE = 0.002;

	/**
	 * The part of the gradient that counts: one character does not overturn the weights,
	 * however certain a network was of another.
	 */
	private static final double MOST_GRADIENT = 20;

	private final CorpusNgrams corpus;

	private final TextNgrams text;

	private final double[] weights;

	private final FollowerCounts counts;

	private final WittenBell ofText;

	private final WittenBell ofBoth;

	/** {@code [longest context + 1]}. */
	private final long[] keys = new long[LONGEST_CONTEXT + 1];

	/** {@code [weights][V]}: log-probabilities, of the network logits. */
	private final double[][] inputs;

	/** {@code [V]}. */
	private final float[] mixed;

	/** {@code [V]}. */
	private final double[] scratch;

	/** Whether the network's opinion of the next character is known. */
	private boolean predicted;

	private Mixture(CorpusNgrams corpus, int alphabetSize, TextNgrams text, double[] weights) {
		this.corpus = corpus;
		this.text = text;
		this.weights = weights;
		this.counts = new FollowerCounts(alphabetSize);
		this.ofText = new WittenBell(alphabetSize);
		this.ofBoth = new WittenBell(alphabetSize);
		this.inputs = new double[weights.length][alphabetSize];
		this.mixed = new float[alphabetSize];
		this.scratch = new double[alphabetSize];
	}

	/**
	 * Begins a text.
	 * @param corpus of what the network learned
	 * @param alphabetSize V
	 */
	public static Mixture begin(CorpusNgrams corpus, int alphabetSize) {
		return new Mixture(corpus, alphabetSize, new TextNgrams(MOST_OF_TEXT), FIRST_WEIGHTS.clone());
	}

	/** Goes on with a text. */
	public static Mixture resume(CorpusNgrams corpus, int alphabetSize, MixtureState state) {
		return new Mixture(corpus, alphabetSize, new TextNgrams(MOST_OF_TEXT, state.text()), state.weights().clone());
	}

	/**
	 * Bytes that a text takes at most.
	 * @param characters its length
	 * @param alphabetSize V
	 */
	public static long bytes(long characters, int alphabetSize) {
		return TextNgrams.bytes((int) Math.min(characters, MOST_OF_TEXT))
				+ (long) alphabetSize * (Double.BYTES * (5 + FIRST_WEIGHTS.length) + Float.BYTES * 3);
	}

	@Override
	public MixtureState state() {
		return new MixtureState(this.weights.clone(), this.text.text());
	}

	@Override
	public Mixture copy() {
		return new Mixture(this.corpus, this.mixed.length, this.text.copy(), this.weights.clone());
	}

	@Override
	public boolean learns() {
		return true;
	}

	@Override
	public float[] mix(float[] logits) {
		for (int character = 0; character < logits.length; character++) {
			this.inputs[0][character] = logits[character];
		}
		ask();
		for (int character = 0; character < logits.length; character++) {
			double sum = 0;
			for (int input = 0; input < this.weights.length; input++) {
				sum += this.weights[input] * this.inputs[input][character];
			}
			this.mixed[character] = (float) sum;
		}
		this.predicted = true;
		return this.mixed;
	}

	/** Asks the n-grams. */
	private void ask() {
		int sizes = this.text.keys(this.keys);
		this.ofText.begin();
		this.ofBoth.begin();
		int input = 1;
		boolean inText = true;
		boolean inEither = true;
		for (int size = 0; size <= LONGEST_CONTEXT; size++) {
			this.counts.clear();
			inText = inText && size < sizes && this.text.addTo(this.counts, this.keys[size]);
			if (inText) {
				this.ofText.take(this.counts);
			}
			inEither = inEither && size < sizes && (this.corpus.addTo(this.counts, this.keys[size]) || inText);
			if (inEither) {
				this.ofBoth.take(this.counts);
			}
			if (size == CONTEXTS[input / 2]) {
				this.ofText.logProbabilities(this.inputs[input++]);
				this.ofBoth.logProbabilities(this.inputs[input++]);
			}
		}
	}

	@Override
	public void read(int character) {
		if (this.predicted) {
			learn(character);
			this.predicted = false;
		}
		this.text.read(character);
	}

	private void learn(int character) {
		double sum = Softmax.weights(this.mixed, 1, this.scratch);
		for (int input = 0; input < this.weights.length; input++) {
			double expected = 0;
			for (int other = 0; other < this.scratch.length; other++) {
				expected += this.scratch[other] * this.inputs[input][other];
			}
			double gradient = this.inputs[input][character] - expected / sum;
			this.weights[input] += RATE * Math.max(-MOST_GRADIENT, Math.min(MOST_GRADIENT, gradient));
		}
	}

}
