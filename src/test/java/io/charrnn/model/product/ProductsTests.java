package io.charrnn.model.product;

import java.util.Random;
import java.util.stream.Stream;

import io.charrnn.model.Precision;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ProductsTests {

	private final Random random = new Random(3);

	static Stream<Arguments> cases() {
		Stream<Products> rounded = NativeLibrary.supports(Precision.BFLOAT16)
				? Stream.of(new OneDnnProducts(Precision.BFLOAT16)) : Stream.of();
		return Stream.concat(Stream.of(new OneDnnProducts(Precision.FLOAT32), new OpenBlasProducts()), rounded)
			.flatMap((products) -> Stream.of(Arguments.of(products, 1, 1, 1), Arguments.of(products, 7, 33, 5),
					Arguments.of(products, 25, 64, 128), Arguments.of(products, 19, 300, 33)));
	}

	@BeforeEach
	void prepare() {
		NativeLibrary.prepareThread();
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
						Products.Operand operand = products.operand(aMatrix);
						Products.Product product = packed.product(m, operand, cMatrix, accumulate)) {
					packed.refresh();
					operand.refresh(3, m);
					product.run(3, 4);
					operand.refresh(m + 3, m);
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
	void addsTheBiasAsItIsAtEachProduct(Products products, int m, int n, int k) {
		Matrix weights = matrix(random(k, n));
		Matrix a = matrix(random(m, k));
		Matrix plain = Matrix.allocate(m, n);
		Matrix biased = matrix(random(m, n));
		Matrix bias = Matrix.allocate(1, n);
		try (Products.Weights packed = products.weights(weights, false, m);
				Products.Operand operand = products.operand(a);
				Products.Product without = packed.product(m, operand, plain, false);
				Products.Product with = packed.biasedProduct(m, operand, biased, bias)) {
			packed.refresh();
			operand.refresh(0, m);
			without.run(0, 0);
			for (int round = 0; round < 2; round++) {
				float[] values = random(1, n)[0];
				bias.writeRow(0, values, 0);
				with.run(0, 0);
				for (int row = 0; row < m; row++) {
					for (int column = 0; column < n; column++) {
						assertThat(biased.get(row, column)).isCloseTo(plain.get(row, column) + values[column],
								within(1e-5f));
					}
				}
			}
		}
		close(weights, a, plain, biased, bias);
	}

	@ParameterizedTest
	@MethodSource("cases")
	void usesOldWeightsUntilRefreshedOrNewOnes(Products products, int m, int n, int k) {
		Matrix weights = matrix(random(k, n));
		Matrix a = matrix(random(m, k));
		Matrix c = matrix(random(m, n));
		try (Products.Weights packed = products.weights(weights, false, m);
				Products.Operand operand = products.operand(a);
				Products.Product product = packed.product(m, operand, c, false)) {
			operand.refresh(0, m);
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
			float[][] a = random(k + 2, m);
			float[][] b = random(k + 1, n);
			float[][] c = random(m, n);
			Matrix aMatrix = matrix(a);
			Matrix bMatrix = matrix(b);
			Matrix cMatrix = matrix(c);
			try (Products.Operand left = products.operand(aMatrix);
					Products.Operand right = products.operand(bMatrix);
					Products.TransposedProduct product = products.transposed(k, left, right, cMatrix)) {
				left.refresh(2, k);
				right.refresh(1, k);
				product.run(2, 1, accumulate);
			}
			float[][] actual = rows(cMatrix);
			for (int row = 0; row < m; row++) {
				for (int column = 0; column < n; column++) {
					double expected = accumulate ? c[row][column] : 0;
					for (int i = 0; i < k; i++) {
						expected += (double) a[i + 2][row] * b[i + 1][column];
					}
					assertThat((double) actual[row][column]).isCloseTo(expected, within(1e-5));
				}
			}
			close(aMatrix, bMatrix, cMatrix);
		}
	}

	@ParameterizedTest
	@MethodSource("cases")
	void viewsOfOperandsAreTheirRowsAndColumns(Products products, int m, int n, int k) {
		float[][] a = random(k + 5, m + 4);
		float[][] b = random(k, n);
		Matrix aMatrix = matrix(a);
		Matrix bMatrix = matrix(b);
		Matrix cMatrix = matrix(new float[m][n]);
		try (Products.Operand left = products.operand(aMatrix);
				Products.Operand right = products.operand(bMatrix);
				Products.TransposedProduct product = products.transposed(k, left.columns(3, m), right, cMatrix)) {
			left.refresh(0, k + 5);
			right.refresh(0, k);
			product.run(2, 0, false);
		}
		float[][] actual = rows(cMatrix);
		for (int row = 0; row < m; row++) {
			for (int column = 0; column < n; column++) {
				double expected = 0;
				for (int i = 0; i < k; i++) {
					expected += (double) a[i + 2][row + 3] * b[i][column];
				}
				assertThat((double) actual[row][column]).isCloseTo(expected, within(1e-5));
			}
		}
		close(aMatrix, bMatrix, cMatrix);
	}

	/** Multiples of 1/256, which bfloat16 holds without loss. */
	private float[][] random(int rows, int columns) {
		float[][] values = new float[rows][columns];
		for (float[] row : values) {
			for (int column = 0; column < columns; column++) {
				row[column] = (this.random.nextInt(257) - 128) / 256f;
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
