package io.charrnn.model.dl4j;

import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.MemoryEstimate;
import io.charrnn.model.NetworkOptions;
import io.charrnn.model.Normalization;
import io.charrnn.model.OptimizationOptions;
import io.charrnn.model.RunOptions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

class Dl4jMemoryTests {

	/** Of an idle process, MB. */
	private static final long IDLE = 215;

	/** Medians of peaks of resident memory, MB, an idle process included. */
	@Test
	void agreesWithMeasuredRuns() {
		assertMegabytes(new Architecture(Cell.LSTM, 2, 128, 65), 50, 50, 292);
		assertMegabytes(new Architecture(Cell.GRU, 2, 256, 65), 16, 32, 349);
		assertMegabytes(new Architecture(Cell.RNN, 1, 512, 65), 16, 16, 225);
		assertMegabytes(new Architecture(Cell.RNN, 1, 256, 4000), 16, 32, 472);
		assertMegabytes(new Architecture(Cell.RNN, 3, 256, 4000), 16, 32, 531);
		assertMegabytes(new Architecture(Cell.RNN, 2, 512, 2000), 16, 16, 522);
		assertMegabytes(new Architecture(Cell.LSTM, 1, 256, 4000), 16, 32, 747);
		assertMegabytes(new Architecture(Cell.LSTM, 2, 128, 4000), 32, 64, 889);
		assertMegabytes(new Architecture(Cell.GRU, 2, 128, 4000), 32, 64, 864);
		assertMegabytes(new Architecture(Cell.LSTM, 2, 512, 65), 64, 64, 813);
		assertMegabytes(new Architecture(Cell.GRU, 2, 512, 65), 64, 64, 781);
		assertMegabytes(new Architecture(Cell.LSTM, 3, 1500, 65), 4, 4, 3509);
		assertMegabytes(new Architecture(Cell.LSTM, 2, 128, 65, Normalization.RMS), 50, 50, 581);
		assertMegabytes(new Architecture(Cell.GRU, 2, 256, 65, Normalization.RMS), 16, 32, 465);
		assertMegabytes(new Architecture(Cell.RNN, 3, 256, 4000, Normalization.RMS), 16, 32, 625);
		assertMegabytes(new Architecture(Cell.LSTM, 2, 512, 65, Normalization.RMS), 64, 64, 1456);
	}

	private static void assertMegabytes(Architecture architecture, int streams, int steps, long megabytes) {
		long estimated = IDLE + estimate(architecture, streams, steps, 0).total() / 1_000_000;
		assertThat(estimated).isCloseTo(megabytes, withinPercentage(20));
	}

	@Test
	void growsWithEverySize() {
		MemoryEstimate small = estimate(new Architecture(Cell.LSTM, 1, 10, 10), 10, 10, 0);
		assertThat(estimate(new Architecture(Cell.LSTM, 2, 10, 10), 10, 10, 0).weights())
			.isGreaterThan(small.weights());
		MemoryEstimate moreStreams = estimate(new Architecture(Cell.LSTM, 1, 10, 10), 20, 10, 0);
		assertThat(moreStreams.weights()).isEqualTo(small.weights());
		assertThat(moreStreams.activations()).isEqualTo(2 * small.activations());
		assertThat(moreStreams.alphabet()).isEqualTo(2 * small.alphabet());
		assertThat(estimate(new Architecture(Cell.LSTM, 1, 10, 10), 10, 10, 0.1).weights())
			.isGreaterThan(small.weights());
	}

	private static MemoryEstimate estimate(Architecture architecture, int streams, int steps, double averaging) {
		return new Dl4jEngine().memory(architecture, new Hyperparameters(NetworkOptions.of(architecture),
				OptimizationOptions.adam(streams, steps, 0.01).withAveraging(averaging), RunOptions.iterations(1)));
	}

}
