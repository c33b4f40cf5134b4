package io.charrnn.model.product;

/** Products by {@link PlainProduct}. */
final class PlainRows implements RowMatrix {

	private final float[][] rows;

	PlainRows(float[][] rows) {
		this.rows = rows;
	}

	@Override
	public void add(float[] x, int from, float[] y, float[] scratch, int first, int end) {
		PlainProduct.add(x, from, this.rows, y, scratch, first, end);
	}

	@Override
	public int rows() {
		return this.rows.length;
	}

	@Override
	public int columns() {
		return this.rows[0].length;
	}

	@Override
	public float[][] toRows() {
		return this.rows;
	}

}
