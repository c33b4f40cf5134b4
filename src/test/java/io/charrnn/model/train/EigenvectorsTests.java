package io.charrnn.model.train;

import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class EigenvectorsTests {

	@Test
	void areThoseOfAMatrixMadeOfThem() {
		float[][] matrix = { { 2, 1, 0 }, { 1, 2, 0 }, { 0, 0, 7 } };
		Eigenvectors.replace(matrix);
		assertThat(Math.abs(matrix[2][0])).isCloseTo(1, within(1e-6f));
		assertThat(matrix[0][1]).isCloseTo(matrix[1][1], within(1e-6f));
		assertThat(matrix[0][2]).isCloseTo(-matrix[1][2], within(1e-6f));
	}

	/** Of which one, of rank 2, would not converge as it is. */
	@Test
	void areOrthonormalWhateverRankAndSizeOfTheMatrix() {
		Random random = new Random(1);
		for (int trial = 0; trial < 3000; trial++) {
			float[][] matrix = matrix(random);
			Eigenvectors.replace(matrix);
			for (int column = 0; column < matrix.length; column++) {
				double squares = 0;
				double product = 0;
				for (float[] row : matrix) {
					squares += row[column] * row[column];
					product += row[column] * row[(column + 1) % row.length];
				}
				assertThat(squares).isCloseTo(1, within(1e-5));
				assertThat(product).isCloseTo((matrix.length == 1) ? 1 : 0, within(1e-5));
			}
		}
	}

	private static float[][] matrix(Random random) {
		int size = 1 + random.nextInt(40);
		int rank = random.nextInt(size + 2);
		double scale = Math.pow(10, random.nextInt(50) - 40);
		float[][] matrix = new float[size][size];
		double[][] sum = new double[size][size];
		for (int term = 0; term < rank; term++) {
			float[] vector = new float[size];
			for (int i = 0; i < size; i++) {
				vector[i] = (random.nextInt(4) == 0) ? 0
						: (float) (random.nextGaussian() * scale * Math.pow(10, -random.nextInt(6)));
			}
			for (int row = 0; row < size; row++) {
				for (int column = 0; column < size; column++) {
					sum[row][column] += vector[row] * vector[column];
				}
			}
		}
		for (int row = 0; row < size; row++) {
			for (int column = 0; column < size; column++) {
				matrix[row][column] = (float) sum[row][column];
			}
		}
		return matrix;
	}

}
