package io.charrnn.bench.training;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.charrnn.model.Batch;
import io.charrnn.model.product.NativeLibrary;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.FloatPointer;

/** The machine's measure: a product of two large matrices of floats on each thread. */
final class LargeProduct implements Learner {

	private static final int SIZE = 1024;

	private final List<Callable<Integer>> products = new ArrayList<>();

	private final ExecutorService threads;

	LargeProduct(int threads) {
		this.threads = Executors.newFixedThreadPool(threads, (work) -> {
			Thread thread = new Thread(() -> {
				NativeLibrary.prepareThread();
				work.run();
			});
			thread.setDaemon(true);
			return thread;
		});
		for (int thread = 0; thread < threads; thread++) {
			FloatPointer a = matrix();
			FloatPointer b = matrix();
			FloatPointer c = matrix();
			this.products
				.add(() -> dnnl.dnnl_sgemm((byte) 'N', (byte) 'N', SIZE, SIZE, SIZE, 1, a, SIZE, b, SIZE, 0, c, SIZE));
		}
	}

	private static FloatPointer matrix() {
		FloatPointer matrix = new FloatPointer((long) SIZE * SIZE);
		for (int i = 0; i < SIZE * SIZE; i++) {
			matrix.put(i, (i % 7) * 0.125f);
		}
		return matrix;
	}

	@Override
	public void learn(Batch batch) {
		try {
			for (var status : this.threads.invokeAll(this.products)) {
				if (status.get() != dnnl.dnnl_success) {
					throw new IllegalStateException("oneDNN failed with status " + status.get());
				}
			}
		}
		catch (InterruptedException | java.util.concurrent.ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public double size() {
		return 2.0 * SIZE * SIZE * SIZE * this.products.size();
	}

	@Override
	public String description() {
		return "oneDNN sgemm of %d x %d x %d on each thread".formatted(SIZE, SIZE, SIZE);
	}

	@Override
	public void close() {
		this.threads.shutdownNow();
	}

}
