package io.charrnn.model.train;

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.charrnn.model.Alphabet;
import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;
import io.charrnn.model.HiddenState;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.Precision;
import io.charrnn.model.product.Matrix;
import io.charrnn.model.product.NativeFloats;
import io.charrnn.model.product.NativeLibrary;
import io.charrnn.model.product.Products;
import io.charrnn.model.product.Tanh;
import io.charrnn.model.step.Stepper;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The kernels of one thread alone, with what they read in the cache: an LSTM's step
 * of B streams, its products, and updates of H x 4H weights.
 */
@NullUnmarked
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class KernelBenchmarks {

	private static final int STREAMS = 32;

	private static final int CHUNK = 256;

	private static final int ALPHABET_SIZE = 65;

	/** H. */
	@Param({ "128", "256", "512" })
	public int hiddenSize;

	/** Of the products' factors. */
	@Param({ "FLOAT32", "BFLOAT16" })
	public Precision precision;

	private float[] values = {};

	private float[] results = {};

	private Gates gates = gates(Cell.RNN, 1);

	private StepSums sums;

	private Products.Product recurrent;

	private Products.Product recurrentTransposed;

	private Products.TransposedProduct weightGradient;

	private Products.Operand h;

	private Products.Operand z;

	private Products.Softmax softmax;

	private Products.Weights weights;

	private Products.Weights weightsTransposed;

	private Adam adam;

	private Stepper stepper;

	private Stepper.Scratch scratch;

	private HiddenState state;

	private float[] logits = {};

	private static Gates gates(Cell cell, int size) {
		return Gates.of(cell, 1, size, new Beginnings(new ShardShape(0, 1, 1, 1)));
	}

	/** Prepares the thread that measures. */
	@Setup
	public void prepare() {
		NativeLibrary.prepareThread();
		int size = STREAMS * this.hiddenSize;
		this.values = new float[size];
		for (int i = 0; i < size; i++) {
			this.values[i] = (i % 17 - 8) * 0.25f;
		}
		this.results = new float[size];
		this.gates = gates(Cell.LSTM, size);
		prepareProducts();
		int parameters = this.hiddenSize * 4 * this.hiddenSize;
		this.adam = new Adam(new float[parameters], new float[parameters], new float[parameters],
				List.of(gradient(parameters), gradient(parameters)), 0.5f);
		prepareStepper();
	}

	private static NativeFloats gradient(int parameters) {
		NativeFloats gradient = new NativeFloats(parameters);
		for (int i = 0; i < parameters; i++) {
			gradient.set(i, 0.01f);
		}
		return gradient;
	}

	private void prepareProducts() {
		Products products = NativeLibrary.products(this.precision);
		int columns = 4 * this.hiddenSize;
		this.h = products.operand(Matrix.allocate(CHUNK, this.hiddenSize));
		this.z = products.operand(Matrix.allocate(CHUNK, columns));
		this.sums = new StepSums(this.z.matrix(), STREAMS, this.hiddenSize);
		Matrix matrix = Matrix.allocate(this.hiddenSize, columns);
		this.weights = products.weights(matrix, false, STREAMS);
		this.weightsTransposed = products.weights(matrix, true, STREAMS);
		this.weights.refresh();
		this.weightsTransposed.refresh();
		this.recurrent = this.weights.product(STREAMS, this.h, this.z.matrix(), true);
		this.recurrentTransposed = this.weightsTransposed.product(STREAMS, this.z, this.h.matrix(), true);
		this.weightGradient = products.transposed(CHUNK, this.h, this.z, Matrix.allocate(this.hiddenSize, columns));
		this.softmax = products.softmax(Matrix.allocate(CHUNK, ALPHABET_SIZE));
	}

	private void prepareStepper() {
		StringBuilder characters = new StringBuilder();
		for (int i = 0; i < ALPHABET_SIZE; i++) {
			characters.append((char) ('0' + i));
		}
		Architecture architecture = new Architecture(Cell.LSTM, 2, this.hiddenSize, ALPHABET_SIZE);
		this.stepper = new Stepper(new LanguageModel(architecture, new Alphabet(characters.toString()),
				new float[(int) architecture.parameterCount()]));
		this.scratch = this.stepper.scratch();
		this.state = HiddenState.zero(architecture);
		this.logits = new float[ALPHABET_SIZE];
	}

	/** B x H hyperbolic tangents. */
	@Benchmark
	public float[] tanh() {
		Tanh.apply(this.values, this.results);
		return this.results;
	}

	/** What follows the products of a step forward. */
	@Benchmark
	public float[] gatesForward() {
		return this.gates.forward(0, this.sums);
	}

	/** What precedes the products of a step backward. */
	@Benchmark
	public void gatesBackward() {
		this.gates.backward(0, this.results, this.sums);
	}

	/** {@code [B][H]} times {@code [H][4H]}. */
	@Benchmark
	public void recurrentProduct() {
		this.recurrent.run(0, 0);
	}

	/** {@code [B][4H]} times {@code [4H][H]}. */
	@Benchmark
	public void recurrentTransposedProduct() {
		this.recurrentTransposed.run(0, 0);
	}

	/** {@code [H][256]} times {@code [256][4H]}. */
	@Benchmark
	public void weightGradientProduct() {
		this.weightGradient.run(0, 0, true);
	}

	/** Weights taken over in both directions. */
	@Benchmark
	public void packing() {
		this.weights.refresh();
		this.weightsTransposed.refresh();
	}

	/** 256 rows of 65. */
	@Benchmark
	public void softmax() {
		this.softmax.run();
	}

	/** Sum of two shares of a gradient of H x 4H values, and its norm. */
	@Benchmark
	public double gradientSum() {
		return this.adam.sum(0, this.hiddenSize * 4 * this.hiddenSize);
	}

	/** An update of H x 4H weights. */
	@Benchmark
	public void adamStep() {
		this.adam.step(0, this.hiddenSize * 4 * this.hiddenSize, Clipping.NONE, 0.001, 10);
	}

	/** One character of one text through two layers, and its logits. */
	@Benchmark
	public float[] step() {
		this.stepper.step(this.state, 1, this.scratch);
		this.stepper.logits(this.state, this.logits, this.scratch);
		return this.logits;
	}

	@TearDown
	public void close() {
		this.recurrent.close();
		this.recurrentTransposed.close();
		this.weightGradient.close();
		this.softmax.close();
		this.weights.close();
		this.weightsTransposed.close();
	}

}
