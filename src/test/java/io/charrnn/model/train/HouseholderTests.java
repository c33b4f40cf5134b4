package io.charrnn.model.train;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class HouseholderTests {

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 5, 33 })
	void columnsAreThoseOfGramAndSchmidtButForTheirSigns(int size) {
		float[][] rows = random(size);
		double[][] expected = ReferenceSoap.transposed(ReferenceSoap.orthonormal(widened(rows)));
		new Householder(size).orthonormalize(rows);
		double[][] columns = ReferenceSoap.transposed(widened(rows));
		for (int column = 0; column < size; column++) {
			double sign = Math.signum(columns[column][0] * expected[column][0]);
			for (int row = 0; row < size; row++) {
				assertThat(sign * columns[column][row]).isCloseTo(expected[column][row], within(1e-4));
			}
		}
	}

	@Test
	void columnsAreOrthonormalWhateverTheRank() {
		float[][] rows = random(20);
		for (float[] row : rows) {
			row[3] = 0;
			row[7] = 2 * row[6];
			row[19] = 1e-25f * row[19];
		}
		rows[11] = new float[20];
		assertThatOrthonormal(rows);
		assertThatOrthonormal(new float[20][20]);
	}

	private static void assertThatOrthonormal(float[][] rows) {
		new Householder(rows.length).orthonormalize(rows);
		double[][] q = widened(rows);
		double[][] product = ReferenceSoap.product(ReferenceSoap.transposed(q), q);
		for (int row = 0; row < q.length; row++) {
			for (int column = 0; column < q.length; column++) {
				assertThat(product[row][column]).isCloseTo((row == column) ? 1 : 0, within(2e-6));
			}
		}
	}

	private static float[][] random(int size) {
		Random random = new Random(size);
		float[][] rows = new float[size][size];
		for (float[] row : rows) {
			for (int column = 0; column < size; column++) {
				row[column] = random.nextFloat() - 0.5f;
			}
		}
		return rows;
	}

	private static double[][] widened(float[][] rows) {
		double[][] wide = new double[rows.length][rows.length];
		for (int row = 0; row < rows.length; row++) {
			for (int column = 0; column < rows.length; column++) {
				wide[row][column] = rows[row][column];
			}
		}
		return wide;
	}

}
