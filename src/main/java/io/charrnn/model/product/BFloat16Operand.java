package io.charrnn.model.product;

import java.util.HashMap;
import java.util.Map;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.ShortPointer;

/**
 * A matrix beside a copy whose values are rounded to bfloat16: the upper half of a float,
 * 8 bits of precision. See https://uxlfoundation.github.io/oneDNN.
 */
final class BFloat16Operand implements Products.Operand {

	private final OneDnn.Owned owned;

	/** Views own nothing. */
	private final boolean view;

	private final Matrix matrix;

	/** The first value of the copy; its rows are as far apart as the matrix's. */
	private final ShortPointer pointer;

	/** By the number of rows. */
	private final Map<Integer, Rounding> roundings = new HashMap<>();

	static BFloat16Operand of(Matrix matrix) {
		return OneDnn.Owned.by((owned) -> new BFloat16Operand(owned, matrix));
	}

	private BFloat16Operand(OneDnn.Owned owned, Matrix matrix) {
		this.owned = owned;
		this.view = false;
		this.matrix = matrix;
		long length = (long) matrix.rows() * matrix.stride();
		memory values = this.owned.memory(OneDnn.describe(memory.data_type.bf16, 1, length, length, 1));
		this.pointer = new ShortPointer(this.owned.add(values.get_data_handle())).capacity(length);
		Pointer.memset(this.pointer, 0, length * Short.BYTES);
	}

	private BFloat16Operand(BFloat16Operand whole, Matrix matrix, long offset) {
		this.owned = whole.owned;
		this.view = true;
		this.matrix = matrix;
		this.pointer = whole.pointer.getPointer(offset);
	}

	@Override
	public Matrix matrix() {
		return this.matrix;
	}

	ShortPointer pointer() {
		return this.pointer;
	}

	boolean isClosed() {
		return this.owned.isEmpty();
	}

	@Override
	public void refresh(int row, int count) {
		this.roundings.computeIfAbsent(count, Rounding::new).run(row);
	}

	@Override
	public BFloat16Operand rows(int from, int count) {
		return new BFloat16Operand(this, this.matrix.rows(from, count), (long) from * this.matrix.stride());
	}

	@Override
	public BFloat16Operand columns(int from, int count) {
		return new BFloat16Operand(this, this.matrix.columns(from, count), from);
	}

	@Override
	public void close() {
		if (!this.view) {
			this.owned.close();
		}
	}

	/** Rounds so many rows. */
	private final class Rounding {

		private final OneDnn.Rows values;

		private final OneDnn.Rows rounded;

		private final OneDnn.Execution execution;

		Rounding(int count) {
			OneDnn.Owned owned = BFloat16Operand.this.owned;
			Matrix matrix = BFloat16Operand.this.matrix;
			long stride = matrix.stride();
			this.values = new OneDnn.Rows(owned,
					OneDnn.describe(memory.data_type.f32, count, matrix.columns(), stride, 1), matrix.pointer(),
					stride * Float.BYTES);
			this.rounded = new OneDnn.Rows(owned,
					OneDnn.describe(memory.data_type.bf16, count, matrix.columns(), stride, 1),
					BFloat16Operand.this.pointer, stride * Short.BYTES);
			this.execution = new OneDnn.Execution(owned, new reorder(this.values.memory(), this.rounded.memory()),
					Map.of(dnnl.DNNL_ARG_FROM, this.values.memory(), dnnl.DNNL_ARG_TO, this.rounded.memory()));
		}

		void run(int row) {
			this.values.moveTo(row);
			this.rounded.moveTo(row);
			this.execution.run();
		}

	}

}
