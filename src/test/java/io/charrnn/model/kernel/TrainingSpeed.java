package io.charrnn.model.kernel;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;

import com.sun.management.OperatingSystemMXBean;
import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;
import io.charrnn.model.EncodedText;
import io.charrnn.model.GradientClip;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.LearningRateSchedule;
import io.charrnn.model.Streams;
import io.charrnn.model.Trainer;
import io.charrnn.model.TrainingEngine;
import io.charrnn.model.dl4j.Dl4jEngine;

/**
 * Prints how many characters a second training learns from (V = 65), and what part that
 * is of the greatest number that the products alone would allow, at the speed of a large
 * product measured in turn with it; medians of several rounds. As other programs disturb,
 * time is also given as that of the processors used: characters per second and core.
 * <p>
 * Not a test: run its main method. Arguments: threads, cells ({@code LSTM,GRU}), and
 * {@code dl4j} to measure that engine too.
 */
final class TrainingSpeed {

	private static final int ALPHABET_SIZE = 65;

	private static final int ROUNDS = 5;

	private static final long ROUND_NANOSECONDS = 1_000_000_000;

	/** Rows and columns of the large product's factors. */
	private static final int LARGE = 1024;

	private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory
		.getOperatingSystemMXBean();

	private TrainingSpeed() {
	}

	public static void main(String[] arguments) {
		int threads = (arguments.length > 0) ? Integer.parseInt(arguments[0])
				: Runtime.getRuntime().availableProcessors();
		String[] cells = ((arguments.length > 1) ? arguments[1] : "LSTM").split(",");
		boolean dl4j = arguments.length > 2 && arguments[2].equals("dl4j");
		System.out.printf("%s %s, %d threads, %s%n", System.getProperty("java.vm.name"),
				System.getProperty("java.vm.version"), threads, NativeLibrary.products().name());
		for (String cell : cells) {
			for (int[] shape : new int[][] { { 128, 50, 50 }, { 256, 64, 64 }, { 512, 64, 64 } }) {
				Architecture architecture = new Architecture(Cell.valueOf(cell), 2, shape[0], ALPHABET_SIZE);
				measure(architecture, shape[1], shape[2], threads, dl4j);
			}
		}
		System.exit(0);
	}

	private static void measure(Architecture architecture, int streams, int steps, int threads, boolean dl4j) {
		Hyperparameters hyperparameters = new Hyperparameters(architecture.cell(), architecture.layers(),
				architecture.hiddenSize(), 0, streams, steps, 1, null, null, 0.002,
				new LearningRateSchedule(LearningRateSchedule.Type.CONSTANT, 0, 0, 1, 1),
				new GradientClip(GradientClip.Type.NORM, 5), 0, 1, 1, null, 1);
		TrainingEngine reference = new Dl4jEngine();
		TrainingEngine fused = new FusedEngine(reference, Dl4jEngine::prepareThread, threads);
		double operations = operationsPerCharacter(architecture);
		try (LargeProduct product = new LargeProduct(threads);
				Run run = new Run(fused, architecture, hyperparameters)) {
			run.measure();
			Speed[] products = new Speed[ROUNDS];
			Speed[] characters = new Speed[ROUNDS];
			for (int round = 0; round < ROUNDS; round++) {
				products[round] = product.measure();
				characters[round] = run.measure();
			}
			Speed peak = Speed.median(products);
			Speed speed = Speed.median(characters);
			System.out.printf(
					"%s H%d B%d T%d: %,.0f characters/s, %.0f %% of %.0f GFLOP/s; per core %,.0f, %.0f %% of %.0f%n",
					architecture.cell(), architecture.hiddenSize(), streams, steps, speed.perSecond,
					100 * speed.perSecond * operations / peak.perSecond, peak.perSecond / 1e9, speed.perCoreSecond,
					100 * speed.perCoreSecond * operations / peak.perCoreSecond, peak.perCoreSecond / 1e9);
		}
		if (dl4j) {
			try (Run run = new Run(reference, architecture, hyperparameters)) {
				run.measure();
				System.out.printf("  dl4j: %,.0f characters/s%n", run.measure().perSecond);
			}
		}
	}

	/** Multiplications and additions of the products, forward and twice that backward. */
	private static double operationsPerCharacter(Architecture architecture) {
		double hiddenSize = architecture.hiddenSize();
		double recurrentProducts = 2 * architecture.layers() - 1;
		return 6 * hiddenSize
				* (recurrentProducts * architecture.cell().gates() * hiddenSize + architecture.alphabetSize());
	}

	/** Things a second, by the clock and by the processors' time. */
	private record Speed(double perSecond, double perCoreSecond) {

		static Speed median(Speed[] speeds) {
			double[] perSecond = Arrays.stream(speeds).mapToDouble(Speed::perSecond).sorted().toArray();
			double[] perCoreSecond = Arrays.stream(speeds).mapToDouble(Speed::perCoreSecond).sorted().toArray();
			return new Speed(perSecond[ROUNDS / 2], perCoreSecond[ROUNDS / 2]);
		}

		/** Repeats work for a round. */
		static Speed of(Runnable work, double things) {
			long start = System.nanoTime();
			long processors = SYSTEM.getProcessCpuTime();
			int done = 0;
			while (System.nanoTime() - start < ROUND_NANOSECONDS) {
				work.run();
				done++;
			}
			double seconds = (System.nanoTime() - start) / 1e9;
			double coreSeconds = (SYSTEM.getProcessCpuTime() - processors) / 1e9;
			return new Speed(done * things / seconds, done * things / coreSeconds);
		}

	}

	/** A training run that goes on from round to round. */
	private static final class Run implements AutoCloseable {

		private final Trainer trainer;

		private final Streams streams;

		private long iteration;

		private final int characters;

		Run(TrainingEngine engine, Architecture architecture, Hyperparameters hyperparameters) {
			this.characters = hyperparameters.batchSize() * hyperparameters.sequenceLength();
			char[] text = new char[100 * this.characters];
			Random random = new Random(1);
			for (int i = 0; i < text.length; i++) {
				text[i] = (char) random.nextInt(ALPHABET_SIZE);
			}
			this.streams = new Streams(new EncodedText(text), hyperparameters.batchSize(),
					hyperparameters.sequenceLength(), 1);
			this.trainer = engine.resume(architecture, hyperparameters,
					engine.initialState(architecture, hyperparameters));
			for (int warmUp = 0; warmUp < 3; warmUp++) {
				learn();
			}
		}

		Speed measure() {
			return Speed.of(this::learn, this.characters);
		}

		private void learn() {
			this.trainer.update(this.streams.batch(this.iteration++), 0.002);
		}

		@Override
		public void close() {
			this.trainer.close();
		}

	}

	/** A product of two large matrices on each thread. */
	private static final class LargeProduct implements AutoCloseable {

		private final Workers workers;

		private final Matrix[] matrices;

		private final Products.Weights[] weights;

		private final Products.Product[] products;

		LargeProduct(int threads) {
			this.workers = new Workers(threads, Dl4jEngine::prepareThread);
			this.matrices = new Matrix[3 * threads];
			this.weights = new Products.Weights[threads];
			this.products = new Products.Product[threads];
			this.workers.run((worker) -> {
				for (int matrix = 0; matrix < 3; matrix++) {
					this.matrices[3 * worker + matrix] = Matrix.allocate(LARGE, LARGE);
				}
				this.weights[worker] = NativeLibrary.products().weights(this.matrices[3 * worker], false, LARGE);
				this.weights[worker].refresh();
				this.products[worker] = this.weights[worker].product(LARGE, this.matrices[3 * worker + 1],
						this.matrices[3 * worker + 2], false);
			});
		}

		/** Operations a second. */
		Speed measure() {
			double operations = 2.0 * LARGE * LARGE * LARGE * this.workers.count();
			return Speed.of(() -> this.workers.run((worker) -> this.products[worker].run(0, 0)), operations);
		}

		@Override
		public void close() {
			this.workers.close();
			for (int thread = 0; thread < this.products.length; thread++) {
				this.products[thread].close();
				this.weights[thread].close();
			}
			for (Matrix matrix : this.matrices) {
				matrix.floats().close();
			}
		}

	}

}
