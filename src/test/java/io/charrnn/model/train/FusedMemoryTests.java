package io.charrnn.model.train;

import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.MemoryEstimate;
import io.charrnn.model.NetworkOptions;
import io.charrnn.model.OptimizationOptions;
import io.charrnn.model.Optimizer;
import io.charrnn.model.Precision;
import io.charrnn.model.RunOptions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FusedMemoryTests {

	private static final Architecture ARCHITECTURE = new Architecture(Cell.LSTM, 2, 100, 50);

	private final MemoryEstimate plain = estimate(ARCHITECTURE, 0, 0, Precision.FLOAT32, 1);

	@Test
	void countsEachWayOfTraining() {
		assertThat(estimate(ARCHITECTURE, 0.1, 0, Precision.FLOAT32, 1).weights() - this.plain.weights())
			.isEqualTo(2 * Float.BYTES * ARCHITECTURE.parameterCount());
		assertThat(estimate(ARCHITECTURE, 0, 0.5, Precision.FLOAT32, 1).activations())
			.isGreaterThan(this.plain.activations());
		assertThat(estimate(ARCHITECTURE, 0, 0, Precision.FLOAT32, 2).weights()).isGreaterThan(this.plain.weights());
	}

	@Test
	void roundedFactorsHaveSmallerPackedWeightsAndCopiesOfActivations() {
		MemoryEstimate rounded = estimate(ARCHITECTURE, 0, 0, Precision.BFLOAT16, 1);
		assertThat(rounded.weights()).isLessThan(this.plain.weights());
		assertThat(rounded.activations()).isGreaterThan(this.plain.activations());
	}

	@Test
	void aLargeAlphabetTakesALogitForEachCharacterOfAChunkOnly() {
		MemoryEstimate large = estimate(new Architecture(Cell.LSTM, 2, 100, 4000), 0, 0, Precision.FLOAT32, 1);
		assertThat(large.alphabet()).isEqualTo(4L * 256 * 4000);
	}

	@Test
	void whatCellsKeepAndMasksAreOnTheHeap() {
		long values = 2L * 20 * 30 * 100;
		assertThat(estimate(ARCHITECTURE, 0, 0.5, Precision.FLOAT32, 1).heap() - this.plain.heap())
			.isEqualTo(Float.BYTES * values);
		Architecture plainCells = new Architecture(Cell.RNN, 2, 100, 50);
		assertThat(estimate(plainCells, 0, 0, Precision.FLOAT32, 1).heap())
			.isEqualTo(Float.BYTES * (14 * plainCells.parameterCount() + values));
		assertThat(this.plain.heap()).isEqualTo(Float.BYTES * (14 * ARCHITECTURE.parameterCount() + 5 * values));
		assertThat(estimate(ARCHITECTURE, 0.1, 0, Precision.FLOAT32, 1).heap() - this.plain.heap())
			.isEqualTo(4 * Float.BYTES * ARCHITECTURE.parameterCount());
	}

	@Test
	void doesNotOverflow() {
		Architecture largest = new Architecture(Cell.GRU, 4, Integer.MAX_VALUE, Integer.MAX_VALUE);
		assertThat(estimate(largest, 0.1, 0.5, Precision.FLOAT32, 2).total()).isEqualTo(Long.MAX_VALUE);
	}

	@Test
	void countsSquaresForEachMatrixAndThreadOfSoap() {
		MemoryEstimate soap = estimate(ARCHITECTURE, Optimizer.SOAP, 0, 0, Precision.FLOAT32, 1);
		assertThat(soap.weights() - this.plain.weights()).isEqualTo(Float.BYTES * 100L * 100 * (3 * 28 + 17));
		assertThat(soap.heap() - this.plain.heap()).isEqualTo(Float.BYTES * 100L * 100 * (3 * 9 + 15));
		assertThat(soap.activations()).isEqualTo(this.plain.activations());
	}

	private static MemoryEstimate estimate(Architecture architecture, double averaging, double dropout,
			Precision precision, int threads) {
		return estimate(architecture, Optimizer.ADAM, averaging, dropout, precision, threads);
	}

	private static MemoryEstimate estimate(Architecture architecture, Optimizer optimizer, double averaging,
			double dropout, Precision precision, int threads) {
		return new FusedMemory(architecture,
				new Hyperparameters(NetworkOptions.of(architecture).withDropout(dropout),
						OptimizationOptions.adam(20, 30, 0.01)
							.withOptimizer(optimizer)
							.withAveraging(averaging)
							.withPrecision(precision),
						RunOptions.iterations(1)),
				threads)
			.estimate();
	}

}
