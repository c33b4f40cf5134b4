package io.charrnn.model.format;

import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ExpressibleTests {

	@Test
	void refusesNetworksThatNoOnnxFileHolds() {
		assertThatCode(() -> Expressible.requireOnnx(new Architecture(Cell.LSTM, 1, 11_000, 100)))
			.doesNotThrowAnyException();
		assertThatThrownBy(() -> Expressible.requireOnnx(new Architecture(Cell.LSTM, 1, 12_000, 100)))
			.isInstanceOf(InexpressibleException.class)
			.hasMessageContainingAll("582,048,100 parameters", "onnx", "at most 532,676,608", "safetensors or npz");
	}

}
