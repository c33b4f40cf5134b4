package io.charrnn.model.product;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import io.charrnn.model.Precision;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.softmax_forward;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * oneDNN: compiles code for each shape and each processor at run time, with the weights
 * rearranged for it. Uses as many OpenMP threads as the calling thread has set, which
 * must be one. See https://uxlfoundation.github.io/oneDNN.
 */
public final class OneDnnProducts implements Products {

	private final boolean rounded;

	/** Of factors. */
	private final memory.data_type type;

	private final int typeBytes;

	/**
	 * Prepares products.
	 * @param precision of factors
	 */
	OneDnnProducts(Precision precision) {
		this.rounded = precision == Precision.BFLOAT16;
		this.type = this.rounded ? memory.data_type.bf16 : memory.data_type.f32;
		this.typeBytes = this.rounded ? Short.BYTES : Float.BYTES;
	}

	/** Whether the processor has instructions for a precision. */
	static boolean supports(Precision precision) {
		return switch (precision) {
			case FLOAT32 -> true;
			case BFLOAT16 -> (dnnl.dnnl_get_effective_cpu_isa()
					& dnnl.dnnl_cpu_isa_avx512_core_bf16) == dnnl.dnnl_cpu_isa_avx512_core_bf16;
		};
	}

	/** Which of the processor's instructions the code has that oneDNN compiles. */
	public static String instructions() {
		return Integer.toHexString(dnnl.dnnl_get_effective_cpu_isa());
	}

	@Override
	public String name() {
		dnnl_version_t version = dnnl.dnnl_version();
		return String.format(Locale.ROOT, "oneDNN %d.%d.%d", version.major(), version.minor(), version.patch());
	}

	@Override
	public Products inFloat32() {
		return this.rounded ? new OneDnnProducts(Precision.FLOAT32) : this;
	}

	@Override
	public Operand operand(Matrix matrix) {
		return this.rounded ? BFloat16Operand.of(matrix) : new FloatOperand(matrix);
	}

	private Pointer pointer(Operand operand) {
		return (operand instanceof BFloat16Operand copy) ? copy.pointer() : operand.matrix().pointer();
	}

	@Override
	public Weights weights(Matrix matrix, boolean transposed, int rows) {
		return OneDnn.Owned.by((owned) -> new ReorderedWeights(owned, matrix, transposed, rows));
	}

	@Override
	public TransposedProduct transposed(int rows, Operand a, Operand b, Matrix c) {
		return this.rounded ? OneDnn.Owned.by((owned) -> new TransposedMatmul(owned, rows, a, b, c))
				: new TransposedSgemm(rows, new MovingRows(a.matrix()), new MovingRows(b.matrix()), c);
	}

	@Override
	public Softmax softmax(Matrix rows) {
		return OneDnn.Owned.by((owned) -> new RowSoftmax(owned, rows));
	}

	private static memory.desc floats(long rows, Matrix matrix) {
		return OneDnn.describe(memory.data_type.f32, rows, matrix.columns(), matrix.stride(), 1);
	}

	private record TransposedSgemm(int rows, MovingRows a, MovingRows b, Matrix c) implements TransposedProduct {

		@Override
		public void run(int aRow, int bRow, boolean accumulate) {
			OneDnn.check(dnnl.dnnl_sgemm((byte) 'T', (byte) 'N', this.a.columns(), this.b.columns(), this.rows, 1,
					this.a.at(aRow), this.a.stride(), this.b.at(bRow), this.b.stride(), accumulate ? 1 : 0,
					this.c.pointer(), this.c.stride()));
		}

		@Override
		public void close() {
			// Holds nothing.
		}

	}

	private final class TransposedMatmul implements TransposedProduct {

		private final OneDnn.Owned owned;

		private final OneDnn.Rows a;

		private final OneDnn.Rows b;

		private final memory sums;

		private final OneDnn.Execution setting;

		private final OneDnn.Execution adding;

		private TransposedMatmul(OneDnn.Owned owned, int rows, Operand a, Operand b, Matrix c) {
			this.owned = owned;
			Matrix left = a.matrix();
			Matrix right = b.matrix();
			memory.data_type type = OneDnnProducts.this.type;
			int bytes = OneDnnProducts.this.typeBytes;
			this.a = new OneDnn.Rows(this.owned, OneDnn.describe(type, left.columns(), rows, 1, left.stride()),
					pointer(a), (long) left.stride() * bytes);
			this.b = new OneDnn.Rows(this.owned, OneDnn.describe(type, rows, right.columns(), right.stride(), 1),
					pointer(b), (long) right.stride() * bytes);
			this.sums = this.owned.memory(floats(c.rows(), c), c.pointer());
			this.setting = execution(false);
			this.adding = execution(true);
		}

		private OneDnn.Execution execution(boolean accumulate) {
			matmul.primitive_desc description = this.owned.add(new matmul.primitive_desc(OneDnn.ENGINE,
					this.owned.add(this.a.memory().get_desc()), this.owned.add(this.b.memory().get_desc()),
					this.owned.add(this.sums.get_desc()), this.owned.attributes(accumulate), false));
			return new OneDnn.Execution(this.owned, new matmul(description),
					Map.of(dnnl.DNNL_ARG_SRC, this.a.memory(), dnnl.DNNL_ARG_WEIGHTS, this.b.memory(),
							dnnl.DNNL_ARG_DST, this.sums, dnnl.DNNL_ARG_SCRATCHPAD,
							this.owned.memory(description.scratchpad_desc())));
		}

		@Override
		public void run(int aRow, int bRow, boolean accumulate) {
			this.a.moveTo(aRow);
			this.b.moveTo(bRow);
			(accumulate ? this.adding : this.setting).run();
		}

		@Override
		public void close() {
			this.owned.close();
		}

	}

	private static final class RowSoftmax implements Softmax {

		private final OneDnn.Owned owned;

		private final OneDnn.Execution execution;

		private RowSoftmax(OneDnn.Owned owned, Matrix matrix) {
			this.owned = owned;
			memory.desc rows = this.owned.add(floats(matrix.rows(), matrix));
			softmax_forward.primitive_desc description = this.owned
				.add(new softmax_forward.primitive_desc(OneDnn.ENGINE, dnnl.prop_kind.forward_inference,
						dnnl.algorithm.softmax_accurate, rows, rows, 1, this.owned.attributes(false), false));
			memory values = this.owned.memory(rows, matrix.pointer());
			this.execution = new OneDnn.Execution(this.owned, new softmax_forward(description),
					Map.of(dnnl.DNNL_ARG_SRC, values, dnnl.DNNL_ARG_DST, values, dnnl.DNNL_ARG_SCRATCHPAD,
							this.owned.memory(description.scratchpad_desc())));
		}

		@Override
		public void run() {
			this.execution.run();
		}

		@Override
		public void close() {
			this.owned.close();
		}

	}

	private final class ReorderedWeights implements Weights {

		private final OneDnn.Owned owned;

		private final memory.desc format;

		private final memory packed;

		private final OneDnn.Execution packing;

		private ReorderedWeights(OneDnn.Owned owned, Matrix matrix, boolean transposed, int rows) {
			this.owned = owned;
			memory.data_type type = OneDnnProducts.this.type;
			long k = transposed ? matrix.columns() : matrix.rows();
			long n = transposed ? matrix.rows() : matrix.columns();
			long stride = matrix.stride();
			memory.desc any = this.owned.add(new memory.desc(new long[] { k, n }, type, memory.format_tag.any));
			matmul.primitive_desc typical = this.owned
				.add(new matmul.primitive_desc(OneDnn.ENGINE, this.owned.add(OneDnn.describe(type, rows, k, k, 1)), any,
						this.owned.add(OneDnn.describe(memory.data_type.f32, rows, n, n, 1))));
			this.format = this.owned.add(typical.weights_desc());
			this.packed = this.owned.memory(this.format);
			memory source = this.owned.memory(
					OneDnn.describe(memory.data_type.f32, k, n, transposed ? 1 : stride, transposed ? stride : 1),
					matrix.pointer());
			this.packing = new OneDnn.Execution(this.owned, new reorder(source, this.packed),
					Map.of(dnnl.DNNL_ARG_FROM, source, dnnl.DNNL_ARG_TO, this.packed));
		}

		@Override
		public void refresh() {
			this.packing.run();
		}

		@Override
		public Product product(int rows, Operand a, Matrix c, boolean accumulate) {
			return OneDnn.Owned.by((owned) -> new Matmul(owned, this, rows, a, c, accumulate, null));
		}

		@Override
		public Product biasedProduct(int rows, Operand a, Matrix c, Matrix bias) {
			return OneDnn.Owned.by((owned) -> new Matmul(owned, this, rows, a, c, false, bias));
		}

		@Override
		public void close() {
			this.owned.close();
		}

	}

	private final class Matmul implements Product {

		private final OneDnn.Owned owned;

		private final OneDnn.Rows a;

		private final OneDnn.Rows c;

		private final OneDnn.Execution execution;

		private Matmul(OneDnn.Owned owned, ReorderedWeights weights, int rows, Operand a, Matrix c, boolean accumulate,
				@Nullable Matrix bias) {
			this.owned = owned;
			Matrix factor = a.matrix();
			memory.desc aRows = this.owned
				.add(OneDnn.describe(OneDnnProducts.this.type, rows, factor.columns(), factor.stride(), 1));
			memory.desc cRows = this.owned.add(floats(rows, c));
			memory.desc biasRow = this.owned.add((bias != null) ? floats(1, bias) : new memory.desc());
			matmul.primitive_desc description = this.owned.add(new matmul.primitive_desc(OneDnn.ENGINE, aRows,
					weights.format, biasRow, cRows, this.owned.attributes(accumulate), false));
			this.a = new OneDnn.Rows(this.owned, aRows, pointer(a),
					(long) factor.stride() * OneDnnProducts.this.typeBytes);
			this.c = new OneDnn.Rows(this.owned, cRows, c.pointer(), (long) c.stride() * Float.BYTES);
			Map<Integer, memory> arguments = new HashMap<>(Map.of(dnnl.DNNL_ARG_SRC, this.a.memory(),
					dnnl.DNNL_ARG_WEIGHTS, weights.packed, dnnl.DNNL_ARG_DST, this.c.memory(), dnnl.DNNL_ARG_SCRATCHPAD,
					this.owned.memory(description.scratchpad_desc())));
			if (bias != null) {
				arguments.put(dnnl.DNNL_ARG_BIAS, this.owned.memory(biasRow, bias.pointer()));
			}
			this.execution = new OneDnn.Execution(this.owned, new matmul(description), arguments);
		}

		@Override
		public void run(int aRow, int cRow) {
			this.a.moveTo(aRow);
			this.c.moveTo(cRow);
			this.execution.run();
		}

		@Override
		public void close() {
			this.owned.close();
		}

	}

}
