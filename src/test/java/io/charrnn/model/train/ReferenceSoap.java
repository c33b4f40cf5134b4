package io.charrnn.model.train;

import java.util.Comparator;
import java.util.stream.IntStream;

import io.charrnn.model.Architecture;
import io.charrnn.model.Optimizer;
import io.charrnn.model.ParameterLayout;

/**
 * {@link Soap} written down once more, for comparing: plain Java, double precision,
 * without any of its savings; eigenvectors by Jacobi's rotations, QR by Gram and Schmidt.
 * Vectors are in the order of {@link ParameterLayout}.
 */
final class ReferenceSoap {

	private final int size;

	private final int columns;

	private final Architecture architecture;

	private final double[] first;

	private final double[] second;

	/** {@code [matrices][H][H]}. */
	private final double[][][] covariances;

	private final double[][][] bases;

	/** {@code [matrices][H][columns]}. */
	private final double[][][] firsts;

	private final double[][][] seconds;

	private int updates;

	ReferenceSoap(Architecture architecture) {
		this.architecture = architecture;
		this.size = architecture.hiddenSize();
		this.columns = architecture.cell().gates() * this.size;
		int length = new ParameterLayout(architecture).length();
		this.first = new double[length];
		this.second = new double[length];
		int matrices = Optimizer.SOAP.rotated(architecture).size();
		this.covariances = new double[matrices][this.size][this.size];
		this.bases = new double[matrices][this.size][this.size];
		this.firsts = new double[matrices][this.size][this.columns];
		this.seconds = new double[matrices][this.size][this.columns];
	}

	/** What the next update takes off the parameters. */
	double[] step(double[] gradient, double rate) {
		this.updates++;
		double[] step = new double[gradient.length];
		for (int i = 0; i < step.length; i++) {
			this.first[i] = 0.9 * this.first[i] + 0.1 * gradient[i];
			this.second[i] = 0.999 * this.second[i] + 0.001 * gradient[i] * gradient[i];
			double correction = Math.sqrt(1 - Math.pow(0.999, this.updates)) / (1 - Math.pow(0.9, this.updates));
			step[i] = rate * correction * this.first[i] / (Math.sqrt(this.second[i]) + 1e-8);
		}
		int matrix = 0;
		for (int offset : Optimizer.SOAP.rotated(this.architecture)) {
			rotated(matrix++, offset, gradient, rate, step);
		}
		return step;
	}

	private void rotated(int matrix, int offset, double[] gradient, double rate, double[] step) {
		double[][] g = matrix(gradient, offset);
		mix(this.covariances[matrix], product(g, transposed(g)), 0.95);
		if (this.updates == 1 || this.updates == 5) {
			this.bases[matrix] = eigenvectors(this.covariances[matrix]);
		}
		else if (this.updates % 10 == 0) {
			this.bases[matrix] = orthonormal(product(this.covariances[matrix], this.bases[matrix]));
		}
		double[][] q = this.bases[matrix];
		double[][] v = this.seconds[matrix];
		mix(this.firsts[matrix], g, 0.95);
		double[][] rotatedGradient = product(transposed(q), g);
		for (int row = 0; row < this.size; row++) {
			for (int column = 0; column < this.columns; column++) {
				v[row][column] = 0.999 * v[row][column] + 0.001 * Math.pow(rotatedGradient[row][column], 2);
			}
		}
		double[][] u = product(transposed(q), this.firsts[matrix]);
		for (int row = 0; row < this.size; row++) {
			for (int column = 0; column < this.columns; column++) {
				u[row][column] = u[row][column] / (1 - Math.pow(0.95, this.updates))
						/ (Math.sqrt(v[row][column] / (1 - Math.pow(0.999, this.updates))) + 1e-8);
			}
		}
		double[][] change = product(q, u);
		for (int column = 0; column < this.columns; column++) {
			for (int row = 0; row < this.size; row++) {
				step[offset + column * this.size + row] = rate * change[row][column];
			}
		}
	}

	private double[][] matrix(double[] vector, int offset) {
		double[][] matrix = new double[this.size][this.columns];
		for (int column = 0; column < this.columns; column++) {
			for (int row = 0; row < this.size; row++) {
				matrix[row][column] = vector[offset + column * this.size + row];
			}
		}
		return matrix;
	}

	private static void mix(double[][] mean, double[][] addend, double kept) {
		for (int row = 0; row < mean.length; row++) {
			for (int column = 0; column < mean[row].length; column++) {
				mean[row][column] = kept * mean[row][column] + (1 - kept) * addend[row][column];
			}
		}
	}

	static double[][] product(double[][] a, double[][] b) {
		double[][] c = new double[a.length][b[0].length];
		for (int row = 0; row < a.length; row++) {
			for (int k = 0; k < b.length; k++) {
				for (int column = 0; column < b[0].length; column++) {
					c[row][column] += a[row][k] * b[k][column];
				}
			}
		}
		return c;
	}

	static double[][] transposed(double[][] a) {
		double[][] transposed = new double[a[0].length][a.length];
		for (int row = 0; row < a.length; row++) {
			for (int column = 0; column < a[0].length; column++) {
				transposed[column][row] = a[row][column];
			}
		}
		return transposed;
	}

	static double[][] orthonormal(double[][] a) {
		double[][] vectors = transposed(a);
		for (int k = 0; k < vectors.length; k++) {
			for (int pass = 0; pass < 2; pass++) {
				for (int before = 0; before < k; before++) {
					add(vectors[k], -dot(vectors[k], vectors[before]), vectors[before]);
				}
			}
			double norm = Math.sqrt(dot(vectors[k], vectors[k]));
			for (int i = 0; i < vectors[k].length; i++) {
				vectors[k][i] /= norm;
			}
		}
		return transposed(vectors);
	}

	private static double dot(double[] a, double[] b) {
		double sum = 0;
		for (int i = 0; i < a.length; i++) {
			sum += a[i] * b[i];
		}
		return sum;
	}

	private static void add(double[] sum, double factor, double[] addend) {
		for (int i = 0; i < sum.length; i++) {
			sum[i] += factor * addend[i];
		}
	}

	private static double[][] eigenvectors(double[][] symmetric) {
		int size = symmetric.length;
		double[][] a = transposed(symmetric);
		double[][] vectors = new double[size][size];
		for (int i = 0; i < size; i++) {
			vectors[i][i] = 1;
		}
		for (int sweep = 0; sweep < 40; sweep++) {
			for (int p = 0; p < size; p++) {
				for (int q = p + 1; q < size; q++) {
					if (a[p][q] != 0) {
						double angle = Math.atan2(2 * a[p][q], a[q][q] - a[p][p]) / 2;
						double[][] turn = new double[size][size];
						for (int i = 0; i < size; i++) {
							turn[i][i] = 1;
						}
						turn[p][p] = Math.cos(angle);
						turn[q][q] = Math.cos(angle);
						turn[p][q] = Math.sin(angle);
						turn[q][p] = -Math.sin(angle);
						a = product(transposed(turn), product(a, turn));
						vectors = product(vectors, turn);
					}
				}
			}
		}
		double[][] values = a;
		double[][] columns = transposed(vectors);
		int[] falling = IntStream.range(0, size)
			.boxed()
			.sorted(Comparator.comparingDouble((Integer column) -> -values[column][column]))
			.mapToInt(Integer::intValue)
			.toArray();
		return transposed(IntStream.of(falling).mapToObj((column) -> columns[column]).toArray(double[][]::new));
	}

}
