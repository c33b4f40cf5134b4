package io.charrnn.model;

import java.util.Arrays;

/**
 * The weights that training begins with, as a pure function of the seed, whichever engine
 * trains. Matrices are normal with mean 0 and Glorot and Bengio's variance (2010) of
 * {@code 2 / (fan in + fan out)}, with the fans that DL4J's layers have. Biases are 0,
 * but that of an LSTM's forget gate is 1 (Jozefowicz et al. 2015).
 * <p>
 * With key {@code = CounterRandom.mix(seed, -1)}, which no other use of a seed has, the
 * weights 2i and 2i + 1 of the flat vector are made by Box and Muller (1958) from the
 * uniform numbers 2i and 2i + 1 of the key.
 */
final class InitialWeights {

	/**
	 * Standard deviation of a character's weights. Glorot's rule would divide the
	 * variance by the number of inputs, of which a one-hot vector has just one that is
	 * not zero, and characters would hardly differ at first.
	 */
	static final double CHARACTER_DEVIATION = 0.6;

	private final Architecture architecture;

	private final ParameterLayout layout;

	private final float[] weights;

	private InitialWeights(Architecture architecture, long seed) {
		this.architecture = architecture;
		this.layout = new ParameterLayout(architecture);
		this.weights = normal(CounterRandom.mix(seed, -1), this.layout.length());
	}

	/** Draws the weights of a network, in the order of {@link ParameterLayout}. */
	static float[] draw(Architecture architecture, long seed) {
		InitialWeights initial = new InitialWeights(architecture, seed);
		for (int layer = 0; layer < architecture.layers(); layer++) {
			initial.prepareLayer(layer);
		}
		initial.prepareOutput();
		return initial.weights;
	}

	/** Strict, so that all machines draw the same. */
	private static float[] normal(long key, int length) {
		float[] values = new float[length];
		for (int i = 0; i < length; i += 2) {
			double radius = Math.sqrt(-2 * StrictMath.log(1 - CounterRandom.uniform(key, i)));
			double angle = 2 * Math.PI * CounterRandom.uniform(key, i + 1);
			values[i] = (float) (radius * StrictMath.cos(angle));
			if (i + 1 < length) {
				values[i + 1] = (float) (radius * StrictMath.sin(angle));
			}
		}
		return values;
	}

	private void prepareLayer(int layer) {
		int inputSize = this.architecture.inputSize(layer);
		int hiddenSize = this.architecture.hiddenSize();
		int recurrentWeights = this.layout.recurrentWeights(layer);
		int bias = this.layout.bias(layer);
		boolean gated = this.architecture.cell().gates() > 1;
		double input = gated ? glorot(hiddenSize, inputSize + hiddenSize) : glorot(inputSize, hiddenSize);
		double recurrent = gated ? input : glorot(hiddenSize, hiddenSize);
		scale(this.layout.inputWeights(layer), recurrentWeights, (layer == 0) ? CHARACTER_DEVIATION : input);
		scale(recurrentWeights, bias, recurrent);
		fill(bias, this.architecture.cell().biases() * hiddenSize, 0);
		if (this.architecture.normalization() == Normalization.RMS) {
			fill(this.layout.gain(layer), this.architecture.cell().biases() * hiddenSize, 1);
		}
		for (int gate = 0; gate < this.architecture.cell().gates(); gate++) {
			fill(bias + gate * hiddenSize, hiddenSize, this.architecture.cell().gate(gate).initialBias());
		}
	}

	private void prepareOutput() {
		scale(this.layout.outputWeights(), this.layout.outputBias(),
				glorot(this.architecture.hiddenSize(), this.architecture.alphabetSize()));
		fill(this.layout.outputBias(), this.architecture.alphabetSize(), 0);
	}

	private static double glorot(int fanIn, int fanOut) {
		return Math.sqrt(2.0 / ((double) fanIn + fanOut));
	}

	private void scale(int from, int to, double deviation) {
		for (int i = from; i < to; i++) {
			this.weights[i] *= (float) deviation;
		}
	}

	private void fill(int from, int count, float value) {
		Arrays.fill(this.weights, from, from + count, value);
	}

}
