package io.charrnn.model.train;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import io.charrnn.model.Architecture;
import io.charrnn.model.Batch;
import io.charrnn.model.Cell;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.NetworkOptions;
import io.charrnn.model.OptimizationOptions;
import io.charrnn.model.ParameterLayout;
import io.charrnn.model.Precision;
import io.charrnn.model.RunOptions;
import io.charrnn.model.Share;
import io.charrnn.model.TrainingState;
import io.charrnn.model.product.Matrix;
import io.charrnn.model.product.NativeLibrary;
import io.charrnn.model.product.PlainProducts;
import io.charrnn.model.product.Products;

/**
 * A program that computes products and updates of many shapes with the native library and
 * compares them with plain Java. Says each shape before it is computed, so that the last
 * line names the one that ended the process. Factors are small whole numbers: all sums
 * are exact, in whichever order, so that products must be equal bit for bit. Wants
 * OMP_NUM_THREADS=1.
 */
final class ShapeSweep {

	private static final int[] ROWS = { 1, 2, 3, 7 };

	private static final int[] INNER = { 256, 272, 512, 511, 1024, 1025, 1088, 1536, 2048, 3072, 4096 };

	/** Of random numbers that rows of matrices are cut out of. */
	private static final int POOL = 1 << 20;

	private final SplittableRandom random;

	private final float[] pool = new float[POOL];

	private final List<Precision> precisions;

	private ShapeSweep(long seed) {
		this.random = new SplittableRandom(seed);
		for (int index = 0; index < POOL; index++) {
			this.pool[index] = this.random.nextInt(17) - 8;
		}
		this.precisions = supported();
	}

	private static List<Precision> supported() {
		return Stream.of(Precision.values()).filter(NativeLibrary::supports).toList();
	}

	/**
	 * Runs a sweep.
	 * @param arguments {@code short} or {@code long}, or {@code sample} with a seed and
	 * how many shapes
	 */
	public static void main(String[] arguments) {
		int passed = switch (arguments[0]) {
			case "short" -> new ShapeSweep(1).grid(2) + updates(false);
			case "long" -> new ShapeSweep(1).grid(1) + updates(true);
			case "sample" -> new ShapeSweep(Long.parseLong(arguments[1])).sample(Integer.parseInt(arguments[2]));
			default -> throw new IllegalArgumentException("no sweep " + arguments[0]);
		};
		System.out.println("passed " + passed);
	}

	/**
	 * Goes through all products.
	 * @param pace 2 for every second number of summands
	 */
	private int grid(int pace) {
		int passed = 0;
		for (Precision precision : this.precisions) {
			for (int rows : ROWS) {
				for (int index = 0; index < INNER.length; index += pace) {
					int inner = INNER[index];
					for (Kind kind : Kind.values()) {
						run(new Shape(precision, kind, rows, inner, inner / 4, rows, 0, 0));
						run(new Shape(precision, kind, rows, inner, 33, rows + 1, inner, 5));
						passed += 2;
					}
				}
			}
		}
		return passed;
	}

	private int sample(int count) {
		for (int index = 0; index < count; index++) {
			run(new Shape(this.precisions.get(this.random.nextInt(this.precisions.size())),
					Kind.values()[this.random.nextInt(Kind.values().length)], size(300), size(4096), size(1200),
					size(300), this.random.nextInt(3) * this.random.nextInt(1100), this.random.nextInt(9)));
		}
		return count;
	}

	/** Small sizes and those near powers of two are the most frequent. */
	private int size(int most) {
		double size = Math.exp(this.random.nextDouble() * Math.log(most));
		if (this.random.nextInt(3) == 0) {
			size = Math.pow(2, Math.round(Math.log(size) / Math.log(2))) + this.random.nextInt(-1, 2);
		}
		return (int) Math.max(1, Math.min(most, Math.round(size)));
	}

	private void run(Shape shape) {
		System.out.println(shape);
		Products products = NativeLibrary.products(shape.precision);
		switch (shape.kind) {
			case GRADIENT, GRADIENT_ADDED -> gradient(shape, products);
			case SOFTMAX -> softmax(shape, products);
			case FORWARD, FORWARD_ADDED, BIASED, BACKWARD, BACKWARD_ADDED -> product(shape, products);
		}
	}

	private void product(Shape shape, Products products) {
		boolean transposed = shape.kind == Kind.BACKWARD || shape.kind == Kind.BACKWARD_ADDED;
		try (Area weights = transposed ? area(shape.columns, shape.inner, 0) : area(shape.inner, shape.columns, 0);
				Area a = area(shape.rows + 2, shape.inner, shape.gap);
				Area c = area(shape.rows + 3, shape.columns, shape.gap);
				Area expected = new Area(shape.rows + 3, shape.columns, shape.gap, c.matrix);
				Area bias = area(1, shape.columns, 0);
				Products.Operand operand = products.operand(a.matrix);
				Products.Weights packed = products.weights(weights.matrix, transposed, shape.packedFor);
				Products.Product product = prepare(shape, packed, operand, c.matrix, bias.matrix)) {
			packed.refresh();
			operand.refresh(0, shape.rows + 2);
			product.run(2, shape.shift % 4);
			Products plain = new PlainProducts(Precision.FLOAT32);
			try (Products.Weights values = plain.weights(weights.matrix, transposed, shape.packedFor);
					Products.Product same = prepare(shape, values, plain.operand(a.matrix), expected.matrix,
							bias.matrix)) {
				values.refresh();
				same.run(2, shape.shift % 4);
			}
			expected.mustEqual(c, 0, shape);
		}
	}

	private static Products.Product prepare(Shape shape, Products.Weights weights, Products.Operand a, Matrix c,
			Matrix bias) {
		return (shape.kind == Kind.BIASED) ? weights.biasedProduct(shape.rows, a, c, bias) : weights.product(shape.rows,
				a, c, shape.kind == Kind.FORWARD_ADDED || shape.kind == Kind.BACKWARD_ADDED);
	}

	/** K is the number of rows here. */
	private void gradient(Shape shape, Products products) {
		try (Area a = area(shape.rows + 1, shape.inner, shape.gap);
				Area b = area(shape.rows + 2, shape.columns, shape.shift);
				Area c = area(shape.inner, shape.columns, 0);
				Area expected = new Area(shape.inner, shape.columns, 0, c.matrix);
				Products.Operand left = products.operand(a.matrix);
				Products.Operand right = products.operand(b.matrix);
				Products.TransposedProduct product = products.transposed(shape.rows, left, right, c.matrix)) {
			left.refresh(0, shape.rows + 1);
			right.refresh(0, shape.rows + 2);
			product.run(1, 2, shape.kind == Kind.GRADIENT_ADDED);
			Products plain = new PlainProducts(Precision.FLOAT32);
			plain.transposed(shape.rows, plain.operand(a.matrix), plain.operand(b.matrix), expected.matrix)
				.run(1, 2, shape.kind == Kind.GRADIENT_ADDED);
			expected.mustEqual(c, 0, shape);
		}
	}

	private void softmax(Shape shape, Products products) {
		try (Area rows = area(shape.rows, shape.inner, shape.gap);
				Area expected = new Area(shape.rows, shape.inner, shape.gap, rows.matrix);
				Products.Softmax softmax = products.softmax(rows.matrix)) {
			softmax.run();
			new PlainProducts(Precision.FLOAT32).softmax(expected.matrix).run();
			expected.mustEqual(rows, 1e-6f, shape);
		}
	}

	/** A matrix of small numbers among columns of a wider one. */
	private Area area(int rows, int columns, int gap) {
		Area area = new Area(rows, columns, gap);
		for (int row = 0; row < rows; row++) {
			area.matrix.writeRow(row, this.pool, this.random.nextInt(POOL - columns));
		}
		return area;
	}

	/** Threads from one to more than streams. */
	private static int updates(boolean all) {
		int passed = 0;
		for (Precision precision : supported()) {
			for (Cell cell : all ? Cell.values() : new Cell[] { Cell.LSTM, Cell.GRU }) {
				for (int hiddenSize : all ? new int[] { 272, 384, 512, 1024 } : new int[] { 272, 512 }) {
					Architecture architecture = new Architecture(cell, 1 + hiddenSize % 3, hiddenSize, 30);
					for (int threads = 1; threads <= (all ? 4 : 2); threads++) {
						update(architecture, precision, threads, threads - 1 + threads % 2);
						passed++;
					}
				}
			}
			update(new Architecture(Cell.RNN, 1, 1100, 5), precision, 5, 3);
			passed++;
		}
		return passed;
	}

	private static void update(Architecture architecture, Precision precision, int threads, int streams) {
		String shape = "%s %s, %d threads, %d streams".formatted(architecture, precision, threads, streams);
		System.out.println(shape);
		Hyperparameters hyperparameters = new Hyperparameters(NetworkOptions.of(architecture),
				OptimizationOptions.adam(streams, 2, 0.01).withPrecision(precision).withSeed(3),
				RunOptions.iterations(1));
		TrainingState start = start(architecture, streams);
		float[] actual = moments(architecture, hyperparameters, start, NativeLibrary.products(precision), threads);
		float[] plain = moments(architecture, hyperparameters, start, new PlainProducts(precision), threads);
		double difference = 0;
		double length = 0;
		for (int index = 0; index < plain.length; index++) {
			difference += Math.pow((double) actual[index] - plain[index], 2);
			length += Math.pow(plain[index], 2);
		}
		double limit = (precision == Precision.FLOAT32) ? 1e-5 : 1e-2;
		if (!(length > 0 && Math.sqrt(difference / length) <= limit)) {
			throw new IllegalStateException(
					"differs by %s of its length: %s".formatted(Math.sqrt(difference / length), shape));
		}
	}

	private static TrainingState start(Architecture architecture, int streams) {
		SplittableRandom random = new SplittableRandom(7);
		float[] parameters = new float[new ParameterLayout(architecture).length()];
		double bound = 1 / Math.sqrt(architecture.hiddenSize());
		for (int index = 0; index < parameters.length; index++) {
			parameters[index] = (float) (bound * (2 * random.nextDouble() - 1));
		}
		float[][] hidden = new float[architecture.layers() * architecture.cell().stateVectors()][streams
				* architecture.hiddenSize()];
		for (float[] vector : hidden) {
			Arrays.fill(vector, 0.1f);
		}
		return new TrainingState(0, parameters, null, new float[2 * parameters.length], hidden);
	}

	private static float[] moments(Architecture architecture, Hyperparameters hyperparameters, TrainingState start,
			Products products, int threads) {
		int streams = hyperparameters.optimization().batchSize();
		int steps = hyperparameters.optimization().sequenceLength();
		int[] inputs = new int[streams * steps];
		int[] targets = new int[streams * steps];
		for (int index = 0; index < inputs.length; index++) {
			inputs[index] = index * 7 % architecture.alphabetSize();
			targets[index] = (index * 7 + 1) % architecture.alphabetSize();
		}
		try (FusedTrainer trainer = FusedTrainer.start(architecture, hyperparameters, start,
				Share.all(hyperparameters.optimization().batchSize()), products, threads, () -> {
				})) {
			trainer.update(new Batch(streams, steps, inputs, targets, false), 0.01);
			return trainer.state().updaterState();
		}
	}

	private enum Kind {

		FORWARD, FORWARD_ADDED, BIASED, BACKWARD, BACKWARD_ADDED, GRADIENT, GRADIENT_ADDED, SOFTMAX

	}

	/**
	 * What is computed.
	 *
	 * @param rows M, or K of a gradient
	 * @param inner K, or M of a gradient
	 * @param columns N
	 * @param packedFor rows that the weights are packed for
	 * @param gap columns beside those that are used
	 * @param shift of where rows begin
	 */
	private record Shape(Precision precision, Kind kind, int rows, int inner, int columns, int packedFor, int gap,
			int shift) {
	}

	/** A view of a matrix, and the memory of the whole. */
	private static final class Area implements AutoCloseable {

		private final Matrix whole;

		private final Matrix matrix;

		Area(int rows, int columns, int gap) {
			this.whole = Matrix.allocate(rows, columns + gap);
			this.matrix = this.whole.columns(gap / 2, columns);
		}

		/** With the same values as another. */
		Area(int rows, int columns, int gap, Matrix values) {
			this(rows, columns, gap);
			float[] row = new float[columns];
			for (int index = 0; index < rows; index++) {
				values.read(index, 1, row);
				this.matrix.writeRow(index, row, 0);
			}
		}

		/** The columns beside those that are used, too, which are zero. */
		void mustEqual(Area other, float tolerance, Shape shape) {
			float[] expected = new float[this.whole.columns()];
			float[] actual = new float[expected.length];
			for (int row = 0; row < this.whole.rows(); row++) {
				this.whole.read(row, 1, expected);
				other.whole.read(row, 1, actual);
				for (int column = 0; column < expected.length; column++) {
					if (!(Math.abs(expected[column] - actual[column]) <= tolerance)) {
						throw new IllegalStateException("row %d, column %d is %s, not %s: %s".formatted(row, column,
								actual[column], expected[column], shape));
					}
				}
			}
		}

		@Override
		public void close() {
			this.whole.floats().close();
		}

	}

}
