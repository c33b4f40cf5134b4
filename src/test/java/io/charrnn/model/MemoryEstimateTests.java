package io.charrnn.model;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

class MemoryEstimateTests {

	/** Peaks of resident memory above an idle process, measured with engine dl4j. */
	@Test
	void agreesWithMeasuredRuns() {
		assertMegabytes(new Architecture(Cell.LSTM, 2, 512, 65), 64, 64, 412);
		assertMegabytes(new Architecture(Cell.GRU, 2, 512, 65), 64, 64, 537);
		assertMegabytes(new Architecture(Cell.LSTM, 2, 128, 4000), 32, 64, 509);
		assertMegabytes(new Architecture(Cell.GRU, 2, 128, 4000), 32, 64, 524);
		assertMegabytes(new Architecture(Cell.LSTM, 3, 1500, 65), 4, 4, 1811);
	}

	private static void assertMegabytes(Architecture architecture, int streams, int steps, long megabytes) {
		MemoryEstimate estimate = MemoryEstimate.ofTraining(architecture, streams, steps);
		assertThat(estimate.total() >> 20).isCloseTo(megabytes, withinPercentage(34));
	}

	@Test
	void growsWithEverySize() {
		MemoryEstimate small = MemoryEstimate.ofTraining(new Architecture(Cell.LSTM, 1, 10, 10), 10, 10);
		assertThat(MemoryEstimate.ofTraining(new Architecture(Cell.LSTM, 2, 10, 10), 10, 10).weights())
			.isGreaterThan(small.weights());
		MemoryEstimate moreStreams = MemoryEstimate.ofTraining(new Architecture(Cell.LSTM, 1, 10, 10), 20, 10);
		assertThat(moreStreams.weights()).isEqualTo(small.weights());
		assertThat(moreStreams.activations()).isEqualTo(2 * small.activations());
		assertThat(moreStreams.alphabet()).isEqualTo(2 * small.alphabet());
		assertThat(small.total()).isEqualTo(small.weights() + small.activations() + small.alphabet());
	}

	@Test
	void doesNotOverflow() {
		Architecture huge = new Architecture(Cell.LSTM, 4, 1_000_000_000, 65_536);
		assertThat(MemoryEstimate.ofTraining(huge, 1, 1).weights()).isEqualTo(Long.MAX_VALUE);
		assertThat(MemoryEstimate.ofTraining(huge, 4096, 8192).total()).isEqualTo(Long.MAX_VALUE);
		Architecture largest = new Architecture(Cell.GRU, 4, Integer.MAX_VALUE, Integer.MAX_VALUE);
		assertThat(MemoryEstimate.ofTraining(largest, Integer.MAX_VALUE, Integer.MAX_VALUE).total())
			.isEqualTo(Long.MAX_VALUE);
	}

}
