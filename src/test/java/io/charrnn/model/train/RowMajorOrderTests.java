package io.charrnn.model.train;

import java.util.stream.IntStream;

import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;
import io.charrnn.model.Normalization;
import io.charrnn.model.ParameterLayout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class RowMajorOrderTests {

	/** Neither is a multiple of a tile. */
	private static final int HIDDEN = 37;

	private static final int ALPHABET = 11;

	/** Each value is its own place. */
	private static float[] places(Architecture architecture) {
		float[] flat = new float[new ParameterLayout(architecture).length()];
		IntStream.range(0, flat.length).forEach((place) -> flat[place] = place);
		return flat;
	}

	@ParameterizedTest
	@EnumSource(Cell.class)
	void valuesComeBackToTheirPlaces(Cell cell) {
		Architecture architecture = new Architecture(cell, 2, HIDDEN, ALPHABET, Normalization.RMS);
		RowMajorOrder order = new RowMajorOrder(architecture);
		float[] flat = places(architecture);
		float[] back = new float[flat.length];
		order.toFlat(order.fromFlat(flat, 0), back, 0);
		assertThat(back).isEqualTo(flat);
	}

	@ParameterizedTest
	@EnumSource(value = Cell.class, names = { "RNN", "LSTM" })
	void recurrentWeightsAreRowByRow(Cell cell) {
		Architecture architecture = new Architecture(cell, 2, HIDDEN, ALPHABET);
		int offset = new ParameterLayout(architecture).recurrentWeights(1);
		int columns = cell.gates() * HIDDEN;
		float[] values = new RowMajorOrder(architecture).fromFlat(places(architecture), 0);
		for (int row = 0; row < HIDDEN; row++) {
			for (int column = 0; column < columns; column++) {
				assertThat(values[offset + row * columns + column]).isEqualTo(offset + column * HIDDEN + row);
			}
		}
	}

}
