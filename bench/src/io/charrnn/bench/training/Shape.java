package io.charrnn.bench.training;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;
import io.charrnn.model.GradientClip;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.NetworkOptions;
import io.charrnn.model.OptimizationOptions;
import io.charrnn.model.Optimizer;
import io.charrnn.model.Precision;
import io.charrnn.model.RunOptions;

/**
 * What is trained, written as {@code LSTM-2x256-64x64}, or {@code LSTM-2x256-64x64-V4000}
 * for an alphabet that is not that of the text.
 *
 * @param cell the recurrent cell
 * @param layers L
 * @param hiddenSize H
 * @param streams B
 * @param steps T
 * @param alphabetSize V, or 0 for that of the text
 */
record Shape(Cell cell, int layers, int hiddenSize, int streams, int steps, int alphabetSize) {

	static final double LEARNING_RATE = 0.002;

	static final double CLIP = 5;

	private static final Pattern FORM = Pattern.compile("(RNN|LSTM|GRU)-(\\d+)x(\\d+)-(\\d+)x(\\d+)(?:-V(\\d+))?");

	static Shape parse(String text) {
		Matcher matcher = FORM.matcher(text);
		if (!matcher.matches()) {
			throw new IllegalArgumentException(
					"a shape is like LSTM-2x256-64x64 (cell, layers x hidden size, streams x steps), not " + text);
		}
		String alphabetSize = matcher.group(6);
		return new Shape(Cell.valueOf(matcher.group(1)), Integer.parseInt(matcher.group(2)),
				Integer.parseInt(matcher.group(3)), Integer.parseInt(matcher.group(4)),
				Integer.parseInt(matcher.group(5)), (alphabetSize != null) ? Integer.parseInt(alphabetSize) : 0);
	}

	Shape withAlphabetSize(int size) {
		return new Shape(this.cell, this.layers, this.hiddenSize, this.streams, this.steps, size);
	}

	/** Characters that one iteration learns from. */
	int characters() {
		return this.streams * this.steps;
	}

	Architecture architecture() {
		return new Architecture(this.cell, this.layers, this.hiddenSize, this.alphabetSize);
	}

	Hyperparameters hyperparameters(Precision precision, Optimizer optimizer) {
		return hyperparameters(precision, optimizer, 0, 0);
	}

	Hyperparameters hyperparameters(Precision precision, Optimizer optimizer, double averaging, double dropout) {
		return new Hyperparameters(NetworkOptions.of(architecture()).withDropout(dropout),
				OptimizationOptions.adam(this.streams, this.steps, LEARNING_RATE).withOptimizer(optimizer)
						.withGradientClip(new GradientClip(GradientClip.Type.NORM, CLIP)).withAveraging(averaging).withPrecision(precision),
				RunOptions.iterations(1));
	}

	/**
	 * Multiplications and additions of the products: forward, and twice that backward.
	 * The first layer's input is a lookup. For an LSTM of two layers 72 H^2 + 6 H V.
	 */
	double operationsPerCharacter() {
		double h = this.hiddenSize;
		return 6 * h * ((2.0 * this.layers - 1) * this.cell.gates() * h + this.alphabetSize);
	}

	@Override
	public String toString() {
		String form = "%s-%dx%d-%dx%d".formatted(this.cell, this.layers, this.hiddenSize, this.streams, this.steps);
		return (this.alphabetSize > 0) ? "%s-V%d".formatted(form, this.alphabetSize) : form;
	}

	String description() {
		return String.format(Locale.ROOT, "%s L%d H%d B%d T%d V%d, %,.0f operations a character", this.cell,
				this.layers, this.hiddenSize, this.streams, this.steps, this.alphabetSize, operationsPerCharacter());
	}

}
