package io.charrnn.model.step;

import java.util.List;

import io.charrnn.model.product.Freeable;
import io.charrnn.model.product.Matrix;
import io.charrnn.model.product.PlainProduct;
import io.charrnn.model.product.Products;
import org.jspecify.annotations.Nullable;

/**
 * Adds products of rows of a matrix with a packed matrix to rows of another. Computes a
 * multiple of four rows, as there is little to gain by fewer: what is in the rows beyond
 * means nothing. Used by one thread at a time.
 */
final class PackedProduct implements Freeable {

	static final int MULTIPLE = 4;

	/** W in blocks of rows. */
	private final List<Products.Weights> blocks;

	private final Products.Operand a;

	private final Matrix c;

	/** {@code [rows / MULTIPLE][block]}, prepared when they are needed. */
	private final Products.@Nullable Product[][] products;

	PackedProduct(List<Products.Weights> blocks, Products.Operand a, Matrix c) {
		this.blocks = blocks;
		this.a = a;
		this.c = c;
		this.products = new Products.@Nullable Product[a.matrix().rows() / MULTIPLE + 1][blocks.size()];
	}

	/** The rows that are computed where so many are requested. */
	static int computed(int rows) {
		return (rows + MULTIPLE - 1) / MULTIPLE * MULTIPLE;
	}

	/** Adds the products of the first rows. */
	void run(int rows) {
		run(rows, 0, 0);
	}

	/**
	 * Adds the products of some rows.
	 * @param rows how many; if no multiple of four, rows beyond them are computed, too
	 * @param aRow the first of them in the one matrix
	 * @param cRow the first of them in the other
	 */
	void run(int rows, int aRow, int cRow) {
		int multiple = computed(rows) / MULTIPLE;
		for (int block = 0; block < this.blocks.size(); block++) {
			Products.Product product = this.products[multiple][block];
			if (product == null) {
				product = prepare(multiple * MULTIPLE, block);
				this.products[multiple][block] = product;
			}
			product.run(aRow, cRow);
		}
	}

	private Products.Product prepare(int rows, int block) {
		int from = block * PlainProduct.BLOCK;
		int count = Math.min(PlainProduct.BLOCK, this.a.matrix().columns() - from);
		return this.blocks.get(block).product(rows, this.a.columns(from, count), this.c, true);
	}

	@Override
	public void close() {
		for (Products.@Nullable Product[] prepared : this.products) {
			for (Products.Product product : prepared) {
				if (product != null) {
					product.close();
				}
			}
		}
	}

}
