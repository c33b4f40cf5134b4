package io.charrnn.model.train;

import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.NetworkOptions;
import io.charrnn.model.OptimizationOptions;
import io.charrnn.model.ParameterLayout;
import io.charrnn.model.Precision;
import io.charrnn.model.RunOptions;
import io.charrnn.model.Share;
import io.charrnn.model.TrainingState;
import io.charrnn.model.product.Freeable;
import io.charrnn.model.product.Matrix;
import io.charrnn.model.product.PlainProducts;
import io.charrnn.model.product.Products;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class FusedTrainerTests {

	/** Whichever of the products cannot be made. */
	@ParameterizedTest
	@ValueSource(ints = { 1, 2 })
	void aTrainerThatCannotBeMadeLeavesNoMemory(int threads) {
		Architecture architecture = new Architecture(Cell.LSTM, 2, 4, 3);
		Hyperparameters hyperparameters = new Hyperparameters(NetworkOptions.of(architecture).withDropout(0.1),
				OptimizationOptions.adam(2, 3, 0.01).withPrecision(Precision.BFLOAT16), RunOptions.iterations(1));
		int length = new ParameterLayout(architecture).length();
		float[][] hidden = new float[4][2 * 4];
		TrainingState state = new TrainingState(0, new float[length], null, new float[2 * length], hidden);
		long before = Pointer.totalBytes();
		int made = 0;
		FailingProducts products = new FailingProducts(made);
		while (products.fails(
				() -> FusedTrainer.start(architecture, hyperparameters, state, Share.all(2), products, threads, () -> {
				}).close())) {
			assertThat(Pointer.totalBytes()).isEqualTo(before);
			products.failAfter(++made);
		}
		assertThat(made).isGreaterThan(20);
		assertThat(Pointer.totalBytes()).isEqualTo(before);
	}

	/** Products in plain Java, of which so many can be made. */
	private static final class FailingProducts implements Products {

		private final Products products = new PlainProducts(Precision.BFLOAT16);

		private int left;

		FailingProducts(int left) {
			this.left = left;
		}

		void failAfter(int count) {
			this.left = count;
		}

		/** Whether something fails for want of products. */
		boolean fails(Runnable work) {
			try {
				work.run();
				return false;
			}
			catch (OutOfMemoryError ex) {
				assertThat(ex).hasMessage("no more products");
				return true;
			}
		}

		private synchronized <T> T make(T product) {
			this.left--;
			if (this.left < 0) {
				((Freeable) product).close();
				throw new OutOfMemoryError("no more products");
			}
			return product;
		}

		@Override
		public String name() {
			return "failing";
		}

		@Override
		public Products inFloat32() {
			return this;
		}

		@Override
		public Operand operand(Matrix matrix) {
			return make(this.products.operand(matrix));
		}

		@Override
		public Weights weights(Matrix matrix, boolean transposed, int rows) {
			return make(this.products.weights(matrix, transposed, rows));
		}

		@Override
		public TransposedProduct transposed(int rows, Operand a, Operand b, Matrix c) {
			return make(this.products.transposed(rows, a, b, c));
		}

		@Override
		public Softmax softmax(Matrix rows) {
			return make(this.products.softmax(rows));
		}

	}

}
