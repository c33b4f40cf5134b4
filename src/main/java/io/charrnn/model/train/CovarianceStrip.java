package io.charrnn.model.train;

import java.util.ArrayList;
import java.util.List;

import io.charrnn.model.product.Matrix;
import io.charrnn.model.product.Products;
import io.charrnn.model.product.Resources;

/**
 * Some columns of L &lt;- 0.95 L + 0.05 G G^T, as far down as the diagonal: L is
 * symmetric.
 */
final class CovarianceStrip {

	private static final int MOST = 4;

	/** Columns below which products are slow. */
	private static final int LEAST_COLUMNS = 64;

	private final RotatedMatrix matrix;

	private final int from;

	private final int to;

	private final Products.Weights factor;

	private final Products.Product product;

	private final Matrix result;

	private final float[] row;

	private CovarianceStrip(Resources resources, Products products, RotatedMatrix matrix, int from, int to) {
		this.matrix = matrix;
		this.from = from;
		this.to = to;
		this.factor = resources.add(products.weights(matrix.gradient().rows(from, to - from), true, to));
		this.result = matrix.square().rows(0, to).columns(from, to - from);
		Products.Operand rows = resources.add(products.operand(matrix.gradient().rows(0, to)));
		this.product = resources.add(this.factor.product(to, rows, this.result, false));
		this.row = new float[to - from];
	}

	static List<CovarianceStrip> of(Resources resources, Products products, RotatedMatrix matrix) {
		int count = Math.max(1, Math.min(MOST, matrix.size() / LEAST_COLUMNS));
		List<CovarianceStrip> strips = new ArrayList<>();
		for (int strip = 0; strip < count; strip++) {
			strips.add(new CovarianceStrip(resources, products, matrix, strip * matrix.size() / count,
					(strip + 1) * matrix.size() / count));
		}
		return strips;
	}

	/** Multiplications that it takes. */
	double work() {
		return (double) this.to * this.row.length * this.matrix.columns();
	}

	void run() {
		this.factor.refresh();
		this.product.run(0, 0);
		for (int index = 0; index < this.to; index++) {
			this.result.read(index, 1, this.row);
			mix(this.row, this.matrix.covariance()[index], this.from);
		}
	}

	private static void mix(float[] addend, float[] mean, int from) {
		for (int column = 0; column < addend.length; column++) {
			mean[from + column] = Soap.BETA * mean[from + column] + (1 - Soap.BETA) * addend[column];
		}
	}

	/** See {@link Adam#LEAST_MOMENT}. */
	void flush() {
		for (int index = 0; index < this.to; index++) {
			Adam.flush(this.matrix.covariance()[index], this.from, this.to);
		}
	}

}
