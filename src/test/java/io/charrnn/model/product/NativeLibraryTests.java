package io.charrnn.model.product;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.charrnn.model.Precision;
import io.charrnn.model.product.NativeLibrary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

@EnabledOnOs(OS.LINUX)
class NativeLibraryTests {

	/**
	 * A thread that the library starts has the name of the one that it was started by.
	 */
	private static final String NAME = "multiplies";

	private static final Path THREADS = Path.of("/proc/self/task");

	@Test
	void aPreparedThreadComputesProductsAlone() {
		assertThat(threadsAfterAProduct(NativeLibrary::prepareThread)).isEqualTo(1);
	}

	/** Whatever the environment or other libraries of the process say. */
	@Test
	void aPreparedThreadIsToldSoByTheRuntime() {
		assertThat(CompletableFuture.supplyAsync(() -> {
			NativeLibrary.prepareThread();
			return OpenMp.maxThreads();
		}, (work) -> new Thread(work).start()).join()).isEqualTo(1);
	}

	private static long threadsAfterAProduct(Runnable preparation) {
		CompletableFuture<Long> threads = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				preparation.run();
				multiply();
				threads.complete(threadsOfThisName());
			}
			catch (Throwable ex) {
				threads.completeExceptionally(ex);
			}
		}, NAME);
		thread.start();
		return threads.join();
	}

	private static void multiply() {
		int size = 512;
		Products products = NativeLibrary.products(Precision.FLOAT32);
		try (Resources resources = new Resources();
				Products.Weights weights = products.weights(resources.matrix(size, size), false, size);
				Products.Operand operand = products.operand(resources.matrix(size, size));
				Products.Product product = weights.product(size, operand, resources.matrix(size, size), false)) {
			weights.refresh();
			operand.refresh(0, size);
			product.run(0, 0);
		}
	}

	private static long threadsOfThisName() throws IOException {
		try (Stream<Path> threads = Files.list(THREADS)) {
			return threads.filter(NativeLibraryTests::hasName).count();
		}
	}

	private static boolean hasName(Path thread) {
		try {
			return Files.readString(thread.resolve("comm")).strip().equals(NAME);
		}
		catch (IOException ex) {
			if (Files.exists(thread)) {
				throw new UncheckedIOException(ex);
			}
			return false;
		}
	}

}
