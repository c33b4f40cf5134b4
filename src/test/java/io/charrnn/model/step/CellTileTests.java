package io.charrnn.model.step;

import java.util.Random;

import io.charrnn.model.Cell;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class CellTileTests {

	private static final int H = 5;

	private static final int ROWS = 2;

	private static final Offset<Float> CLOSE = within(1e-5f);

	@ParameterizedTest
	@EnumSource
	void computesWhatTheEquationsSay(Cell cell) {
		float[][] vectors = new float[cell.stateVectors()][];
		Random random = new Random(2);
		for (int vector = 0; vector < vectors.length; vector++) {
			vectors[vector] = random(random, ROWS * H);
		}
		float[] hidden = vectors[0].clone();
		float[] cellState = vectors[vectors.length - 1].clone();
		CellTile fast = filled(cell);
		fast.apply(vectors, 0, 0, ROWS, null);
		CellTile described = filled(cell);
		described.byEquations(hidden, cellState, ROWS);
		assertThat(hidden).containsExactly(vectors[0], CLOSE);
		if (cell.hasCellState()) {
			assertThat(cellState).containsExactly(vectors[1], CLOSE);
		}
		for (int gate = 0; gate < cell.gateNames().size(); gate++) {
			assertThat(described.activation(gate)).containsExactly(fast.activation(gate), CLOSE);
		}
	}

	private static CellTile filled(Cell cell) {
		CellTile tile = new CellTile(cell, H, ROWS);
		Random random = new Random(1);
		System.arraycopy(random(random, tile.gates().length), 0, tile.gates(), 0, tile.gates().length);
		System.arraycopy(random(random, tile.recurrent().length), 0, tile.recurrent(), 0, tile.recurrent().length);
		return tile;
	}

	private static float[] random(Random random, int length) {
		float[] values = new float[length];
		for (int index = 0; index < length; index++) {
			values[index] = 2 * random.nextFloat() - 1;
		}
		return values;
	}

}
