package io.charrnn.bench.serving;

import java.util.Arrays;
import java.util.Locale;

import io.charrnn.model.Precision;
import io.charrnn.model.product.NativeLibrary;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Measures one program in a process of its own, as their native libraries do not get on
 * with one another: on each line of the input, prints what a step takes.
 */
final class StepContender {

	static final String MARK = "measured ";

	static final int[] HIDDEN_SIZES = { 128, 256, 512 };

	static final int[] ROWS = { 1, 8, 64 };

	private static final long WARM_UP = 700_000_000;

	private static final int RUNS = 5;

	private StepContender() {
	}

	/** Arguments: the program's name. */
	public static void main(String[] arguments) throws Exception {
		String name = arguments[0];
		if (name.equals("peak")) {
			System.out.printf(Locale.ROOT, "%speak %.3f%n", MARK, peak());
		}
		else if (name.endsWith("scores")) {
			OwnScores scores = new OwnScores(new Network(256), name.startsWith("helped"));
			System.out.printf(Locale.ROOT, "%sscores %.3f%n", MARK, scores.seconds());
		}
		else {
			for (int hiddenSize : HIDDEN_SIZES) {
				for (int rows : name.equals("helped") ? new int[] { 1 } : ROWS) {
					Steps steps = steps(name, new Network(hiddenSize), rows);
					System.out.printf(Locale.ROOT, "%s%d/%d %.3f%n", MARK, hiddenSize, rows,
							microseconds(steps::step));
				}
			}
		}
		System.out.flush();
		Runtime.getRuntime().halt(0);
	}

	private static Steps steps(String name, Network network, int rows) throws Exception {
		return switch (name) {
			case "own" -> new OwnSteps(network, Precision.FLOAT32, rows);
			case "helped" -> OwnSteps.helped(network, rows);
			case "bfloat16" -> new OwnSteps(network, Precision.BFLOAT16, rows);
			case "pytorch" -> new PyTorchSteps(network, rows);
			case "onnxruntime" -> new OnnxSteps(network, rows);
			case "dl4j" -> new Dl4jSteps(network, rows);
			default -> throw new IllegalArgumentException(name);
		};
	}

	/** The median of some runs. */
	private static double microseconds(Runnable step) {
		long begun = System.nanoTime();
		int steps = 0;
		while (System.nanoTime() - begun < WARM_UP) {
			step.run();
			steps++;
		}
		int perRun = Math.max(1, steps / 4);
		double[] times = new double[RUNS];
		for (int run = 0; run < RUNS; run++) {
			long start = System.nanoTime();
			for (int count = 0; count < perRun; count++) {
				step.run();
			}
			times[run] = (System.nanoTime() - start) / 1e3 / perRun;
		}
		Arrays.sort(times);
		return times[RUNS / 2];
	}

	/** GFLOP/s of a product of large matrices on one thread. */
	private static double peak() {
		NativeLibrary.prepareThread();
		int size = 1024;
		FloatPointer a = matrix(size);
		FloatPointer b = matrix(size);
		FloatPointer c = matrix(size);
		double microseconds = microseconds(() -> dnnl.dnnl_sgemm((byte) 'N', (byte) 'N', size, size, size, 1, a, size,
				b, size, 0, c, size));
		return 2.0 * size * size * size / microseconds / 1e3;
	}

	private static FloatPointer matrix(int size) {
		FloatPointer matrix = new FloatPointer((long) size * size);
		for (int index = 0; index < size * size; index++) {
			matrix.put(index, (index % 7) * 0.125f);
		}
		return matrix;
	}

}
