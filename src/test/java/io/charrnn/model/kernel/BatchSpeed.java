package io.charrnn.model.kernel;

import java.lang.management.ManagementFactory;

import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;
import io.charrnn.model.HiddenState;
import io.charrnn.model.Precision;
import io.charrnn.model.Sampler;
import io.charrnn.model.Sampling;
import io.charrnn.model.dl4j.Dl4jEngine;

/**
 * Prints the microseconds that a step of a batch costs (LSTM, V = 65, L = 2), logits and
 * choices included, and which part of the peak of the library's products that is. Not a
 * test: run its main method.
 */
final class BatchSpeed {

	private static final int V = 65;

	private BatchSpeed() {
	}

	public static void main(String[] arguments) {
		Dl4jEngine.prepareThread();
		double peak = peak();
		System.out.printf("peak %.1f GFLOP/s%n", peak);
		for (int hiddenSize : new int[] { 128, 256, 512 }) {
			Stepper stepper = new Stepper(StepperSpeed.random(new Architecture(Cell.LSTM, 2, hiddenSize, V)));
			stepper.packForBatches();
			for (int rows : new int[] { 1, 2, 4, 8, 16, 32, 64 }) {
				double microseconds = microseconds(stepper, rows);
				double flops = rows * (24.0 * hiddenSize * hiddenSize + 2.0 * hiddenSize * V);
				System.out.printf("H%d rows %d: %.1f us, %.1f GFLOP/s, %.0f %%%n", hiddenSize, rows, microseconds,
						flops / microseconds / 1e3, flops / microseconds / 1e3 / peak * 100);
			}
		}
	}

	private static double peak() {
		int rows = 256;
		int size = 512;
		Matrix a = Matrix.allocate(rows, size);
		Matrix b = Matrix.allocate(size, 4 * size);
		Matrix c = Matrix.allocate(rows, 4 * size);
		Products.Weights weights = NativeLibrary.products(Precision.FLOAT32).weights(b, false, rows);
		weights.refresh();
		Products.Product product = weights.product(rows, new FloatOperand(a), c, false);
		double least = least(() -> product.run(0, 0), 20);
		return 2.0 * rows * size * 4 * size / least / 1e3;
	}

	private static double microseconds(Stepper stepper, int rows) {
		StepBatch batch = stepper.batch();
		batch.usePackedWeights();
		int[] all = new int[rows];
		int[] characters = new int[rows];
		Sampler sampler = new Sampler(Sampling.temperature(1), V);
		for (int row = 0; row < rows; row++) {
			batch.add(HiddenState.zero(stepper.architecture()));
			all[row] = row;
		}
		long[] position = new long[1];
		return least(() -> {
			batch.ask(all, rows);
			for (int row = 0; row < rows; row++) {
				characters[row] = sampler.choose(batch.logits(row), row, position[0]);
			}
			batch.step(characters);
			position[0]++;
		}, 300);
	}

	private static double least(Runnable work, int times) {
		long warm = time() + 500_000_000;
		while (time() < warm) {
			work.run();
		}
		double least = Double.POSITIVE_INFINITY;
		for (int run = 0; run < 9; run++) {
			long start = time();
			for (int time = 0; time < times; time++) {
				work.run();
			}
			least = Math.min(least, (time() - start) / 1e3 / times);
		}
		return least;
	}

	private static long time() {
		return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
	}

}
