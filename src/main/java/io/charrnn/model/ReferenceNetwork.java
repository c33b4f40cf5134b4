package io.charrnn.model;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * The network written down once more, for reading and for comparing: plain Java, double
 * precision, no library, one text. {@link Cell} has the equations.
 *
 * <pre>
 * read(x_0) read(x_1) ... read(x_T-1)        forward, keeps each step's activations
 * beginBackward()
 * addLoss(y_T-1) backward() ... addLoss(y_0) backward()      back through the same steps
 * </pre>
 *
 * Whatever trains or runs networks fast must come to the same numbers, to rounding: tests
 * compare engines, steppers and archives with this class. A batch is as many of these as
 * it has streams, whose losses and gradients are summed up.
 */
public class ReferenceNetwork {

	/** What a bias is multiplied with. */
	private static final double[] ONE = { 1 };

	private final Architecture architecture;

	private final ParameterLayout layout;

	private final float[] parameters;

	private final int hiddenSize;

	private final int columns;

	/** The first column of the last gate. */
	private final int last;

	/** {@code [steps kept][L]}: step s is at s modulo the steps kept. */
	private final Step[][] kept;

	private final Step[] zero;

	/** {@code [steps kept]}. */
	private final int[] characters;

	private int steps;

	/** {@code [L][H]}: gradient with respect to h, from the step after. */
	private final double[][] dh;

	/** {@code [L][H]}: gradient with respect to c, from the step after. */
	private final double[][] dc;

	/** {@code [H]}: gradient with respect to the top layer's output, from the logits. */
	private double[] fromLogits = new double[0];

	/** {@code [L]}: norms of the gradients with respect to h and to c after a step. */
	private final double[] hiddenNorms;

	private final double[] cellNorms;

	/** With respect to the parameters; empty if nobody asked for it. */
	private double[] gradient;

	private int backwardStep;

	/**
	 * A network in the zero state.
	 * @param parameters in the order of {@link ParameterLayout}
	 * @param stepsKept how many steps can be gone back through
	 */
	public ReferenceNetwork(Architecture architecture, float[] parameters, int stepsKept) {
		this.architecture = architecture;
		this.layout = new ParameterLayout(this.architecture);
		this.parameters = parameters;
		this.gradient = new double[0];
		this.hiddenSize = this.architecture.hiddenSize();
		this.columns = this.architecture.cell().gates() * this.hiddenSize;
		this.last = this.columns - this.hiddenSize;
		int layers = this.architecture.layers();
		// One more: a step's gradient needs the state before it.
		this.kept = new Step[stepsKept + 1][layers];
		this.characters = new int[stepsKept + 1];
		this.zero = new Step[layers];
		for (int layer = 0; layer < layers; layer++) {
			this.zero[layer] = new Step(this.hiddenSize, this.architecture.cell().biases());
			for (Step[] step : this.kept) {
				step[layer] = new Step(this.hiddenSize, this.architecture.cell().biases());
			}
		}
		this.dh = new double[layers][this.hiddenSize];
		this.dc = new double[layers][this.hiddenSize];
		this.hiddenNorms = new double[layers];
		this.cellNorms = new double[layers];
	}

	/** {@code [stateVectors][H]}: a layer's h, then c of an LSTM; may be changed. */
	public double[][] state(int layer) {
		Step last = step(this.steps - 1, layer);
		return this.architecture.cell().hasCellState() ? new double[][] { last.h, last.c } : new double[][] { last.h };
	}

	/** Reads a character without dropout. */
	public void read(int character) {
		read(character, null);
	}

	/**
	 * Reads a character.
	 * @param masks {@code [L][H]}: what each layer's output is multiplied with on its way
	 * up, or null for no dropout
	 */
	public void read(int character, float @Nullable [][] masks) {
		this.characters[this.steps % this.kept.length] = character;
		double[] below = new double[0];
		for (int layer = 0; layer < this.kept[0].length; layer++) {
			double[] in = new double[this.columns];
			int bias = this.layout.bias(layer);
			for (int column = 0; column < this.columns; column++) {
				in[column] = (normalized() ? 0 : this.parameters[bias + column])
						+ ((layer > 0) ? 0 : this.parameters[this.layout.inputWeights(0)
								+ column * this.architecture.alphabetSize() + character]);
			}
			if (layer > 0) {
				addProduct(this.layout.inputWeights(layer), below, in);
			}
			Step before = step(this.steps - 1, layer);
			double[] recurrent = new double[this.columns];
			addProduct(this.layout.recurrentWeights(layer), before.h, recurrent);
			if (this.architecture.cell().splitsLastGate() && !normalized()) {
				for (int i = 0; i < this.hiddenSize; i++) {
					recurrent[this.last + i] += this.parameters[bias + this.columns + i];
				}
			}
			Step step = this.kept[this.steps % this.kept.length][layer];
			if (normalized()) {
				normalize(layer, step, in, recurrent);
			}
			apply(step, before, in, recurrent);
			changeState(layer, step.h);
			for (int i = 0; i < this.hiddenSize; i++) {
				step.mask[i] = (masks != null) ? masks[layer][i] : 1;
				step.output[i] = step.h[i] * step.mask[i];
			}
			below = step.output;
		}
		this.steps++;
	}

	/** For those who want to see what follows from another state. */
	void changeState(int layer, double[] h) {
		// Nothing changes by itself.
	}

	private boolean normalized() {
		return this.architecture.normalization() == Normalization.RMS;
	}

	/** Leaves what is normalized together in one of the sums, and zero in the other. */
	private void normalize(int layer, Step step, double[] in, double[] recurrent) {
		for (int block = 0; block < this.architecture.cell().biases(); block++) {
			int from = block * this.hiddenSize;
			if (from == this.columns) {
				normalize(layer, step, block, recurrent, this.last);
			}
			else if (from == this.last && this.architecture.cell().splitsLastGate()) {
				normalize(layer, step, block, in, from);
			}
			else {
				for (int i = from; i < from + this.hiddenSize; i++) {
					in[i] += recurrent[i];
					recurrent[i] = 0;
				}
				normalize(layer, step, block, in, from);
			}
		}
	}

	private void normalize(int layer, Step step, int block, double[] sums, int from) {
		double squares = 0;
		for (int i = 0; i < this.hiddenSize; i++) {
			squares += sums[from + i] * sums[from + i];
		}
		step.reciprocals[block] = 1 / Math.sqrt(squares / this.hiddenSize + Normalization.EPSILON);
		for (int i = 0; i < this.hiddenSize; i++) {
			int place = block * this.hiddenSize + i;
			step.normed[block][i] = sums[from + i] * step.reciprocals[block];
			sums[from + i] = this.parameters[this.layout.gain(layer) + place] * step.normed[block][i]
					+ this.parameters[this.layout.bias(layer) + place];
		}
	}

	/** Makes the gradient with respect to what normalizing gave that to what it took. */
	private void normalizeBackward(int layer, Step step, int block, double[] gradient, int from) {
		double mean = 0;
		double[] scaled = new double[this.hiddenSize];
		for (int i = 0; i < this.hiddenSize; i++) {
			int place = block * this.hiddenSize + i;
			if (this.gradient.length > 0) {
				this.gradient[this.layout.gain(layer) + place] += gradient[from + i] * step.normed[block][i];
				this.gradient[this.layout.bias(layer) + place] += gradient[from + i];
			}
			scaled[i] = this.parameters[this.layout.gain(layer) + place] * gradient[from + i];
			mean += scaled[i] * step.normed[block][i] / this.hiddenSize;
		}
		for (int i = 0; i < this.hiddenSize; i++) {
			gradient[from + i] = step.reciprocals[block] * (scaled[i] - step.normed[block][i] * mean);
		}
	}

	private void normalizeBackward(int layer, Step step, double[] dIn, double[] dRecurrent) {
		for (int block = 0; block < this.architecture.cell().gates(); block++) {
			normalizeBackward(layer, step, block, dIn, block * this.hiddenSize);
		}
		if (this.architecture.cell().splitsLastGate()) {
			System.arraycopy(dIn, 0, dRecurrent, 0, this.last);
			normalizeBackward(layer, step, this.architecture.cell().gates(), dRecurrent, this.last);
		}
	}

	/** Computes the cells of a layer, unit by unit. */
	private void apply(Step step, Step before, double[] in, double[] recurrent) {
		Unit unit = new Unit(this.architecture.cell());
		for (int i = 0; i < this.hiddenSize; i++) {
			for (int column = i; column < this.columns; column += this.hiddenSize) {
				unit.sums[column / this.hiddenSize] = isSplit(column) ? in[column] : in[column] + recurrent[column];
			}
			if (isSplit(this.last)) {
				unit.sums[unit.sums.length - 1] = recurrent[this.last + i];
			}
			unit.takeBefore(before, i);
			unit.equations.forward(unit.sums, unit.before, unit.activations, unit.after);
			for (int gate = 0; gate < unit.sums.length; gate++) {
				step.gates[gate][i] = unit.activations[gate];
			}
			step.h[i] = unit.after[0];
			if (this.architecture.cell().hasCellState()) {
				step.c[i] = unit.after[1];
			}
		}
	}

	/** Whether a column is one of the last gate's and has the input's sum alone. */
	private boolean isSplit(int column) {
		return this.architecture.cell().splitsLastGate() && column >= this.last;
	}

	/** Unnormalized log-probabilities of the next character. */
	public double[] logits() {
		return logits(this.steps - 1);
	}

	private double[] logits(int number) {
		double[] logits = new double[this.architecture.alphabetSize()];
		for (int character = 0; character < logits.length; character++) {
			logits[character] = this.parameters[this.layout.outputBias() + character];
		}
		addProduct(this.layout.outputWeights(), step(number, this.dh.length - 1).output, logits);
		return logits;
	}

	/** The cross-entropy of the next character, nats. */
	public double loss(int target) {
		double[] logits = logits();
		return logSumExp(logits) - logits[target];
	}

	/** Prepares to go back from the last step. */
	void beginBackward() {
		for (int layer = 0; layer < this.dh.length; layer++) {
			this.dh[layer] = new double[this.hiddenSize];
			this.dc[layer] = new double[this.hiddenSize];
		}
		this.backwardStep = this.steps - 1;
	}

	/**
	 * Prepares to go back from the last step, for the gradient with respect to the
	 * parameters.
	 * @param sum {@code [parameters]}: the gradient is added to it
	 */
	public void beginBackward(double[] sum) {
		this.gradient = sum;
		beginBackward();
	}

	/**
	 * Lets the loss have a term for the step that is gone back through next.
	 * @param target the character that follows it
	 * @return its cross-entropy, nats
	 */
	public double addLoss(int target) {
		double[] dLogits = logits(this.backwardStep);
		double normalizer = logSumExp(dLogits);
		double loss = normalizer - dLogits[target];
		if (!Double.isFinite(loss)) {
			throw new NotFiniteException();
		}
		for (int character = 0; character < dLogits.length; character++) {
			dLogits[character] = Math.exp(dLogits[character] - normalizer);
		}
		dLogits[target] -= 1;
		this.fromLogits = new double[this.hiddenSize];
		addTransposed(this.layout.outputWeights(), dLogits, this.fromLogits);
		addGradient(this.layout.outputWeights(), step(this.backwardStep, this.dh.length - 1).output, dLogits);
		addGradient(this.layout.outputBias(), dLogits);
		return loss;
	}

	/** Goes back through one step. */
	public void backward() {
		double[] above = this.fromLogits;
		for (int layer = this.dh.length - 1; layer >= 0; layer--) {
			Step step = step(this.backwardStep, layer);
			Step before = step(this.backwardStep - 1, layer);
			double[] dh = this.dh[layer];
			for (int i = 0; i < above.length; i++) {
				dh[i] += above[i] * step.mask[i];
			}
			this.hiddenNorms[layer] = norm(dh);
			double[] dIn = new double[this.columns];
			double[] dRecurrent = dIn;
			double[] dBefore = new double[this.hiddenSize];
			if (this.architecture.cell().splitsLastGate()) {
				dRecurrent = new double[this.columns];
			}
			this.cellNorms[layer] = applyBackward(step, before, dh, this.dc[layer], dIn, dRecurrent, dBefore);
			if (normalized()) {
				normalizeBackward(layer, step, dIn, dRecurrent);
			}
			addTransposed(this.layout.recurrentWeights(layer), dRecurrent, dBefore);
			this.dh[layer] = dBefore;
			addGradient(layer, before, dIn, dRecurrent);
			if (layer > 0) {
				above = new double[this.hiddenSize];
				addTransposed(this.layout.inputWeights(layer), dIn, above);
			}
		}
		this.fromLogits = new double[0];
		this.backwardStep--;
	}

	private void addGradient(int layer, Step before, double[] dIn, double[] dRecurrent) {
		if (this.gradient.length == 0) {
			return;
		}
		double[] x = (layer > 0) ? step(this.backwardStep, layer - 1).output : oneHot();
		addGradient(this.layout.inputWeights(layer), x, dIn);
		addGradient(this.layout.recurrentWeights(layer), before.h, dRecurrent);
		if (normalized()) {
			return;
		}
		addGradient(this.layout.bias(layer), dIn);
		if (this.architecture.cell().splitsLastGate()) {
			addGradient(this.layout.bias(layer) + this.columns,
					Arrays.copyOfRange(dRecurrent, this.last, this.columns));
		}
	}

	private double[] oneHot() {
		double[] x = new double[this.architecture.alphabetSize()];
		x[this.characters[this.backwardStep % this.kept.length]] = 1;
		return x;
	}

	/** Norm of the gradient with respect to h after the step gone back through last. */
	double hiddenNorm(int layer) {
		return this.hiddenNorms[layer];
	}

	/** The same for c of an LSTM. */
	double cellNorm(int layer) {
		return this.cellNorms[layer];
	}

	/**
	 * Goes back through the cells of a layer, unit by unit.
	 * @param dc becomes that of the step before
	 * @return the norm of the gradient with respect to c after the step
	 */
	private double applyBackward(Step step, Step before, double[] dh, double[] dc, double[] dIn, double[] dRecurrent,
			double[] dBefore) {
		Unit unit = new Unit(this.architecture.cell());
		double squares = 0;
		for (int i = 0; i < this.hiddenSize; i++) {
			unit.takeBefore(before, i);
			unit.takeAfter(step, dh[i], dc[i], i);
			unit.equations.backward(unit.activations, unit.before, unit.after, unit.dAfter, unit.sums, unit.dBefore);
			for (int column = i; column < this.columns; column += this.hiddenSize) {
				dIn[column] = unit.sums[column / this.hiddenSize];
				dRecurrent[column] = unit.sums[isSplit(column) ? unit.sums.length - 1 : column / this.hiddenSize];
			}
			dBefore[i] = unit.dBefore[0];
			if (this.architecture.cell().hasCellState()) {
				squares += unit.dAfter[1] * unit.dAfter[1];
				dc[i] = unit.dBefore[1];
			}
		}
		return Math.sqrt(squares);
	}

	/** The step with a number, or the zero state before the first. */
	private Step step(int number, int layer) {
		return (number < 0) ? this.zero[layer] : this.kept[number % this.kept.length][layer];
	}

	/** Adds x W to a row, for W {@code [x.length][row.length]} in column-major order. */
	private void addProduct(int offset, double[] x, double[] row) {
		for (int column = 0; column < row.length; column++) {
			row[column] += dot(this.parameters, offset + column * x.length, x);
		}
	}

	/** Four sums side by side, as each addition waits for the one before. */
	private static double dot(float[] weights, int offset, double[] x) {
		double sum0 = 0;
		double sum1 = 0;
		double sum2 = 0;
		double sum3 = 0;
		int i = 0;
		for (; i + 3 < x.length; i += 4) {
			sum0 += weights[offset + i] * x[i];
			sum1 += weights[offset + i + 1] * x[i + 1];
			sum2 += weights[offset + i + 2] * x[i + 2];
			sum3 += weights[offset + i + 3] * x[i + 3];
		}
		for (; i < x.length; i++) {
			sum0 += weights[offset + i] * x[i];
		}
		return (sum0 + sum1) + (sum2 + sum3);
	}

	/** Adds W row to x, for W {@code [x.length][row.length]} in column-major order. */
	private void addTransposed(int offset, double[] row, double[] x) {
		for (int column = 0; column < row.length; column++) {
			addScaled(this.parameters, offset + column * x.length, row[column], x);
		}
	}

	/** Adds the gradient of x W with respect to W, from that with respect to x W. */
	private void addGradient(int offset, double[] x, double[] row) {
		if (this.gradient.length > 0) {
			for (int column = 0; column < row.length; column++) {
				for (int i = 0; i < x.length; i++) {
					this.gradient[offset + column * x.length + i] += x[i] * row[column];
				}
			}
		}
	}

	private void addGradient(int offset, double[] row) {
		addGradient(offset, ONE, row);
	}

	private static void addScaled(float[] weights, int offset, double factor, double[] x) {
		for (int i = 0; i < x.length; i++) {
			x[i] += factor * weights[offset + i];
		}
	}

	private static double norm(double[] vector) {
		double squares = 0;
		for (double value : vector) {
			squares += value * value;
		}
		return Math.sqrt(squares);
	}

	private static double logSumExp(double[] values) {
		double most = Double.NEGATIVE_INFINITY;
		for (double value : values) {
			most = Math.max(most, value);
		}
		double sum = 0;
		for (double value : values) {
			sum += Math.exp(value - most);
		}
		return most + Math.log(sum);
	}

	/** One layer after one character. */
	private static final class Step {

		private final double[] h;

		private final double[] c;

		private final double[] mask;

		/** h after dropout. */
		private final double[] output;

		/**
		 * {@code [biases][H]}: activations in {@link Cell}'s order, with what
		 * {@link CellEquations} keep behind them.
		 */
		private final double[][] gates;

		/** {@code [biases][H]}: blocks of sums divided by their root mean square. */
		private final double[][] normed;

		/** {@code [biases]}: what they were multiplied with for that. */
		private final double[] reciprocals;

		Step(int hiddenSize, int blocks) {
			this.h = new double[hiddenSize];
			this.c = new double[hiddenSize];
			this.mask = new double[hiddenSize];
			this.output = new double[hiddenSize];
			this.gates = new double[blocks][hiddenSize];
			this.normed = new double[blocks][hiddenSize];
			this.reciprocals = new double[blocks];
		}

	}

	/** What the equations of one unit work on. */
	private static final class Unit {

		private final CellEquations equations;

		private final double[] sums;

		private final double[] activations;

		private final double[] before;

		private final double[] after;

		private final double[] dAfter;

		private final double[] dBefore;

		Unit(Cell cell) {
			this.equations = cell.equations();
			this.sums = new double[cell.biases()];
			this.activations = new double[cell.biases()];
			this.before = new double[cell.stateVectors()];
			this.after = new double[cell.stateVectors()];
			this.dAfter = new double[cell.stateVectors()];
			this.dBefore = new double[cell.stateVectors()];
		}

		void takeBefore(Step step, int index) {
			take(this.before, step.h[index], step.c[index]);
		}

		void takeAfter(Step step, double dh, double dc, int index) {
			take(this.after, step.h[index], step.c[index]);
			take(this.dAfter, dh, dc);
			for (int gate = 0; gate < this.activations.length; gate++) {
				this.activations[gate] = step.gates[gate][index];
			}
		}

		private static void take(double[] state, double h, double c) {
			state[0] = h;
			if (state.length > 1) {
				state[1] = c;
			}
		}

	}

}
