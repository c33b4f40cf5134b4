package io.charrnn.model.dl4j;

import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;
import io.charrnn.model.GradientClip;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.LearningRateSchedule;
import io.charrnn.model.MemoryEstimate;
import io.charrnn.model.Precision;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

class Dl4jMemoryTests {

	/** Peaks of resident memory above an idle process. */
	@Test
	void agreesWithMeasuredRuns() {
		assertMegabytes(new Architecture(Cell.LSTM, 2, 512, 65), 64, 64, 412);
		assertMegabytes(new Architecture(Cell.GRU, 2, 512, 65), 64, 64, 537);
		assertMegabytes(new Architecture(Cell.LSTM, 2, 128, 4000), 32, 64, 509);
		assertMegabytes(new Architecture(Cell.GRU, 2, 128, 4000), 32, 64, 524);
		assertMegabytes(new Architecture(Cell.LSTM, 3, 1500, 65), 4, 4, 1811);
	}

	private static void assertMegabytes(Architecture architecture, int streams, int steps, long megabytes) {
		assertThat(estimate(architecture, streams, steps, 0).total() >> 20).isCloseTo(megabytes, withinPercentage(27));
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
		return new Dl4jEngine().memory(architecture, new Hyperparameters(architecture.cell(), architecture.layers(),
				architecture.hiddenSize(), 0, streams, steps, 1, null, null, 0.01,
				new LearningRateSchedule(LearningRateSchedule.Type.CONSTANT, 0, 0, 1, 1),
				new GradientClip(GradientClip.Type.NORM, 1), 0, averaging, 0, 1, 1, null, Precision.FLOAT32, 1));
	}

}
