package io.charrnn.model.kernel;

import java.util.Random;
import java.util.stream.Stream;

import io.charrnn.model.dl4j.Dl4jEngine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ProductsTests {

	private final Random random = new Random(3);

	static Stream<Arguments> cases() {
		return Stream.of(new OneDnnProducts(), new OpenBlasProducts())
			.flatMap((products) -> Stream.of(Arguments.of(products, 1, 1, 1), Arguments.of(products, 7, 33, 5),
					Arguments.of(products, 25, 64, 128), Arguments.of(products, 19, 300, 33)));
	}

	@BeforeEach
	void prepare() {
		Dl4jEngine.prepareThread();
	}

	/** Rows in the middle of matrices that are views of wider ones. */
	@ParameterizedTest
	@MethodSource("cases")
	void multipliesRowsWithWeights(Products products, int m, int n, int k) {
		for (boolean transposed : new boolean[] { false, true }) {
			for (boolean accumulate : new boolean[] { false, true }) {
				float[][] weights = random(transposed ? n : k, transposed ? k : n);
				float[][] a = random(2 * m + 3, k);
				float[][] c = random(m + 4, n);
				Matrix weightsMatrix = matrix(weights);
				Matrix aMatrix = matrix(a);
				Matrix cMatrix = matrix(c);
				try (Products.Weights packed = products.weights(weightsMatrix, transposed, m);
						Products.Product product = packed.product(m, aMatrix, cMatrix, accumulate)) {
					packed.refresh();
					product.run(3, 4);
					product.run(m + 3, 4);
				}
				float[][] actual = rows(cMatrix);
				for (int row = 0; row < m; row++) {
					for (int column = 0; column < n; column++) {
						double expected = accumulate ? c[row + 4][column] : 0;
						for (int i = 0; i < k; i++) {
							double weight = transposed ? weights[column][i] : weights[i][column];
							expected += weight * (a[row + m + 3][i] + (accumulate ? a[row + 3][i] : 0));
						}
						assertThat((double) actual[row + 4][column]).isCloseTo(expected, within(1e-5));
					}
				}
				assertThat(actual[0]).isEqualTo(c[0]);
				assertThat(actual[3]).isEqualTo(c[3]);
				close(weightsMatrix, aMatrix, cMatrix);
			}
		}
	}

	@ParameterizedTest
	@MethodSource("cases")
	void usesOldWeightsUntilRefreshedOrNewOnes(Products products, int m, int n, int k) {
		Matrix weights = matrix(random(k, n));
		Matrix a = matrix(random(m, k));
		Matrix c = matrix(random(m, n));
		try (Products.Weights packed = products.weights(weights, false, m);
				Products.Product product = packed.product(m, a, c, false)) {
			weights.write(0, k, new float[k * n]);
			packed.refresh();
			product.run(0, 0);
			assertThat(rows(c)).isDeepEqualTo(new float[m][n]);
		}
		close(weights, a, c);
	}

	@ParameterizedTest
	@MethodSource("cases")
	void multipliesTransposed(Products products, int m, int n, int k) {
		for (boolean accumulate : new boolean[] { false, true }) {
			float[][] a = random(k, m);
			float[][] b = random(k, n);
			float[][] c = random(m, n);
			Matrix aMatrix = matrix(a);
			Matrix bMatrix = matrix(b);
			Matrix cMatrix = matrix(c);
			products.transposed(aMatrix, bMatrix, cMatrix, accumulate);
			float[][] actual = rows(cMatrix);
			for (int row = 0; row < m; row++) {
				for (int column = 0; column < n; column++) {
					double expected = accumulate ? c[row][column] : 0;
					for (int i = 0; i < k; i++) {
						expected += (double) a[i][row] * b[i][column];
					}
					assertThat((double) actual[row][column]).isCloseTo(expected, within(1e-5));
				}
			}
			close(aMatrix, bMatrix, cMatrix);
		}
	}

	private float[][] random(int rows, int columns) {
		float[][] values = new float[rows][columns];
		for (float[] row : values) {
			for (int column = 0; column < columns; column++) {
				row[column] = this.random.nextFloat() - 0.5f;
			}
		}
		return values;
	}

	/** A view of a matrix that has 3 more columns before and 2 after. */
	private static Matrix matrix(float[][] values) {
		Matrix matrix = Matrix.allocate(values.length, values[0].length + 5).columns(3, values[0].length);
		for (int row = 0; row < values.length; row++) {
			matrix.write(row, 1, values[row]);
		}
		return matrix;
	}

	private static float[][] rows(Matrix matrix) {
		float[][] values = new float[matrix.rows()][matrix.columns()];
		for (int row = 0; row < values.length; row++) {
			matrix.read(row, 1, values[row]);
		}
		return values;
	}

	private static void close(Matrix... matrices) {
		for (Matrix matrix : matrices) {
			matrix.floats().close();
		}
	}

}
