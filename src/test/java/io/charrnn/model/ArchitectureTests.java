package io.charrnn.model;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ArchitectureTests {

	/** The well-known counts of PyTorch's layers, whose LSTM has a second bias. */
	@Test
	void countsParameters() {
		assertThat(new Architecture(Cell.LSTM, 2, 128, 65).parameterCount())
			.isEqualTo(4 * 128 * (65 + 128 + 1) + 4 * 128 * (128 + 128 + 1) + 129 * 65);
		assertThat(new Architecture(Cell.GRU, 1, 10, 7).parameterCount()).isEqualTo(30 * 17 + 40 + 77);
		assertThat(new Architecture(Cell.RNN, 1, 10, 7).parameterCount()).isEqualTo(10 * 18 + 77);
	}

	@Test
	void layoutIsAsLongAsTheCount() {
		for (Cell cell : Cell.values()) {
			Architecture architecture = new Architecture(cell, 3, 10, 7);
			assertThat(new ParameterLayout(architecture).length()).isEqualTo((int) architecture.parameterCount());
		}
	}

	@Test
	void countOfAnImpossibleNetworkDoesNotOverflow() {
		Architecture huge = new Architecture(Cell.LSTM, 4, 1_000_000_000, 1000);
		assertThat(huge.parameterCount()).isEqualTo(Long.MAX_VALUE);
		assertThatExceptionOfType(InvalidHyperparameterException.class).isThrownBy(() -> new ParameterLayout(huge))
			.satisfies((ex) -> assertThat(ex.field()).isEqualTo("hiddenSize"));
	}

	@ParameterizedTest
	@CsvSource({ "0,1,2,layers", "5,1,2,layers", "1,0,2,hiddenSize", "1,-1,2,hiddenSize", "1,1,1,alphabetSize" })
	void rejectsWhatIsOutOfBounds(int layers, int hiddenSize, int alphabetSize, String field) {
		assertThatExceptionOfType(InvalidHyperparameterException.class)
			.isThrownBy(() -> new Architecture(Cell.GRU, layers, hiddenSize, alphabetSize))
			.satisfies((ex) -> assertThat(ex.field()).isEqualTo(field));
	}

	@Test
	void modelNeedsAlphabetAndParametersThatFit() {
		Architecture architecture = new Architecture(Cell.RNN, 1, 3, 2);
		float[] parameters = new float[new ParameterLayout(architecture).length()];
		assertThat(new LanguageModel(architecture, new Alphabet("ab"), parameters).parameters()).isSameAs(parameters);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new LanguageModel(architecture, new Alphabet("abc"), parameters))
			.withMessage("the alphabet has 3 characters, the architecture 2");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new LanguageModel(architecture, new Alphabet("ab"), new float[1]))
			.withMessageContaining("not 1");
	}

	@Test
	void hiddenStateHasAVectorForEachThatTheCellCarries() {
		HiddenState state = HiddenState.zero(new Architecture(Cell.LSTM, 3, 5, 2));
		assertThat(state.vectors()).hasDimensions(6, 5);
		HiddenState copy = state.copy();
		copy.vectors()[5][4] = 1;
		assertThat(state.vectors()[5][4]).isZero();
		assertThat(HiddenState.zero(new Architecture(Cell.GRU, 2, 5, 2)).vectors()).hasDimensions(2, 5);
	}

}
