package io.charrnn.inference.generation;

import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;
import io.charrnn.model.HiddenState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class KeptStatesTests {

	private static final Architecture ARCHITECTURE = new Architecture(Cell.RNN, 1, 1, 2);

	/** A state is told by the number of characters before it. */
	@ParameterizedTest
	@ValueSource(ints = { 1, 10, 32, 33, 64 })
	void thereIsAStateNotFarBeforeEveryEnd(int longest) {
		KeptStates states = new KeptStates(ARCHITECTURE, longest);
		for (int reached = 0; reached < 500; reached++) {
			HiddenState kept = states.after(reached);
			if (kept != null) {
				kept.vectors()[0][0] = reached;
			}
			for (int end = Math.max(0, reached + 1 - longest); end <= reached; end++) {
				int latest = states.latest(end, reached);
				assertThat(latest).isBetween(Math.max(0, end - 2 * Math.max(32, longest)), end);
				assertThat(states.at(latest).vectors()[0][0]).isEqualTo(latest);
			}
		}
	}

}
