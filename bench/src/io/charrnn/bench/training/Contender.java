package io.charrnn.bench.training;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import com.sun.management.OperatingSystemMXBean;
import io.charrnn.model.Optimizer;
import io.charrnn.model.Precision;
import io.charrnn.model.Streams;

/**
 * A process that measures one contender whenever a line asks for it, so that contenders
 * can take turns. Arguments: contender, threads, shape, text. Answers begin with
 * {@value #MARK}: first a description, then for each line two speeds, by the clock and by
 * the processors' time.
 */
final class Contender {

	static final String MARK = "@ ";

	/** Java code must be compiled before it is fast. */
	private static final double WARM_UP_SECONDS = 3;

	private static final double NATIVE_WARM_UP_SECONDS = 1;

	/** Much of its Java code is run a few times in an iteration only. */
	private static final double DL4J_WARM_UP_SECONDS = 10;

	private Contender() {
	}

	public static void main(String[] arguments) throws IOException {
		int threads = Integer.parseInt(arguments[1]);
		BenchText text = BenchText.read(Path.of(arguments[3]), Shape.parse(arguments[2]));
		Shape shape = text.shape();
		Streams streams = new Streams(text.encoded(), shape.streams(), shape.steps(), 1);
		try (Learner learner = switch (arguments[0]) {
			case "peak" -> new LargeProduct(threads);
			case "float32" -> EngineLearner.fused(shape, Precision.FLOAT32, Optimizer.ADAM, threads);
			case "bfloat16" -> EngineLearner.fused(shape, Precision.BFLOAT16, Optimizer.ADAM, threads);
			case "soap-float32" -> EngineLearner.fused(shape, Precision.FLOAT32, Optimizer.SOAP, threads);
			case "soap-bfloat16" -> EngineLearner.fused(shape, Precision.BFLOAT16, Optimizer.SOAP, threads);
			case "dl4j" -> EngineLearner.dl4j(shape);
			case "stock-dl4j" -> new StockDl4jLearner(shape);
			case "pytorch-float32" -> new PyTorchLearner(shape, false, threads, streams.batch(0));
			case "pytorch-bfloat16" -> new PyTorchLearner(shape, true, threads, streams.batch(0));
			default -> throw new IllegalArgumentException("there is no contender " + arguments[0]);
		}) {
			new Rounds(learner, streams).run(switch (arguments[0]) {
				case "peak", "pytorch-float32", "pytorch-bfloat16" -> NATIVE_WARM_UP_SECONDS;
				case "stock-dl4j" -> DL4J_WARM_UP_SECONDS;
				default -> WARM_UP_SECONDS;
			});
		}
		System.exit(0);
	}

	private static final class Rounds {

		private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory
			.getOperatingSystemMXBean();

		private final Learner learner;

		private final Streams streams;

		private long iteration;

		Rounds(Learner learner, Streams streams) {
			this.learner = learner;
			this.streams = streams;
		}

		void run(double warmUpSeconds) throws IOException {
			measure(warmUpSeconds);
			System.out.println(MARK + this.learner.description());
			BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
			for (String line = requests.readLine(); line != null; line = requests.readLine()) {
				System.out.println(MARK + measure(Double.parseDouble(line)));
			}
		}

		private String measure(double seconds) {
			long start = System.nanoTime();
			long processors = SYSTEM.getProcessCpuTime();
			long done = 0;
			long elapsed;
			do {
				this.learner.learn(this.streams.batch(this.iteration++));
				done++;
				elapsed = System.nanoTime() - start;
			}
			while (elapsed < seconds * 1e9);
			double work = done * this.learner.size();
			return work / (elapsed / 1e9) + " " + work / ((SYSTEM.getProcessCpuTime() - processors) / 1e9);
		}

	}

}
