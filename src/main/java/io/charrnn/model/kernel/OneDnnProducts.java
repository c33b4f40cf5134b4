package io.charrnn.model.kernel;

import java.util.ArrayDeque;
import java.util.Deque;

import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.softmax_forward;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * oneDNN: compiles code for each shape and each processor at run time, with the weights
 * rearranged for it. Uses as many OpenMP threads as the calling thread has set, which
 * must be one. See https://uxlfoundation.github.io/oneDNN.
 */
final class OneDnnProducts implements Products {

	private final engine engine = new engine(org.bytedeco.dnnl.engine.kind.cpu, 0);

	@Override
	public String name() {
		dnnl_version_t version = dnnl.dnnl_version();
		return "oneDNN %d.%d.%d".formatted(version.major(), version.minor(), version.patch());
	}

	@Override
	public Weights weights(Matrix matrix, boolean transposed, int rows) {
		return new PackedWeights(matrix, transposed, rows);
	}

	@Override
	public void transposed(Matrix a, Matrix b, Matrix c, boolean accumulate) {
		check(dnnl.dnnl_sgemm((byte) 'T', (byte) 'N', a.columns(), b.columns(), a.rows(), 1, a.pointer(), a.stride(),
				b.pointer(), b.stride(), accumulate ? 1 : 0, c.pointer(), c.stride()));
	}

	@Override
	public Softmax softmax(Matrix rows) {
		return new RowSoftmax(rows);
	}

	private static void check(int status) {
		if (status != dnnl.dnnl_success) {
			throw new IllegalStateException("oneDNN failed with status " + status);
		}
	}

	private static memory.desc strided(long rows, long columns, long rowStride, long columnStride) {
		return new memory.desc(new long[] { rows, columns }, memory.data_type.f32,
				new long[] { rowStride, columnStride });
	}

	/**
	 * Objects that must stay reachable while native code uses them, and be freed after.
	 */
	private static final class Owned implements AutoCloseable {

		private final Deque<Pointer> pointers = new ArrayDeque<>();

		<P extends Pointer> P add(P pointer) {
			this.pointers.push(pointer);
			return pointer;
		}

		@Override
		public void close() {
			this.pointers.forEach(Pointer::close);
			this.pointers.clear();
		}

	}

	/** A primitive with its arguments, ready to be executed. */
	private static final class Execution {

		private final dnnl_primitive primitive;

		private final dnnl_stream stream;

		private final dnnl_exec_arg_t arguments;

		private final int count;

		private Execution(Owned owned, org.bytedeco.dnnl.primitive primitive, stream stream, int[] names,
				memory[] values) {
			this.primitive = owned.add(primitive).get();
			this.stream = owned.add(stream).get();
			this.count = names.length;
			this.arguments = owned.add(new dnnl_exec_arg_t(this.count));
			for (int index = 0; index < this.count; index++) {
				this.arguments.getPointer(index).arg(names[index]).memory(values[index].get());
			}
		}

		private void run() {
			check(dnnl.dnnl_primitive_execute(this.primitive, this.stream, this.count, this.arguments));
		}

	}

	private final class RowSoftmax implements Softmax {

		private final Owned owned = new Owned();

		private final Execution execution;

		private RowSoftmax(Matrix matrix) {
			memory.desc rows = this.owned.add(strided(matrix.rows(), matrix.columns(), matrix.stride(), 1));
			primitive_attr attributes = this.owned.add(new primitive_attr());
			attributes.set_scratchpad_mode(dnnl.scratchpad_mode.user);
			softmax_forward.primitive_desc description = this.owned
				.add(new softmax_forward.primitive_desc(OneDnnProducts.this.engine, dnnl.prop_kind.forward_inference,
						dnnl.algorithm.softmax_accurate, rows, rows, 1, attributes, false));
			memory values = this.owned.add(new memory(rows, OneDnnProducts.this.engine, matrix.pointer()));
			memory scratch = this.owned
				.add(new memory(this.owned.add(description.scratchpad_desc()), OneDnnProducts.this.engine));
			this.execution = new Execution(this.owned, new softmax_forward(description),
					new stream(OneDnnProducts.this.engine),
					new int[] { dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_DST, dnnl.DNNL_ARG_SCRATCHPAD },
					new memory[] { values, values, scratch });
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

	private final class PackedWeights implements Weights {

		private final Owned owned = new Owned();

		private final memory.desc format;

		private final memory packed;

		private final Execution packing;

		private PackedWeights(Matrix matrix, boolean transposed, int rows) {
			long k = transposed ? matrix.columns() : matrix.rows();
			long n = transposed ? matrix.rows() : matrix.columns();
			memory.desc plain = transposed ? strided(k, n, 1, matrix.stride()) : strided(k, n, matrix.stride(), 1);
			memory.desc any = this.owned
				.add(new memory.desc(new long[] { k, n }, memory.data_type.f32, memory.format_tag.any));
			matmul.primitive_desc typical = this.owned.add(new matmul.primitive_desc(OneDnnProducts.this.engine,
					this.owned.add(strided(rows, k, k, 1)), any, this.owned.add(strided(rows, n, n, 1))));
			this.format = this.owned.add(typical.weights_desc());
			this.packed = this.owned.add(new memory(this.format, OneDnnProducts.this.engine));
			memory source = this.owned
				.add(new memory(this.owned.add(plain), OneDnnProducts.this.engine, matrix.pointer()));
			this.packing = new Execution(this.owned, new reorder(source, this.packed),
					new stream(OneDnnProducts.this.engine), new int[] { dnnl.DNNL_ARG_FROM, dnnl.DNNL_ARG_TO },
					new memory[] { source, this.packed });
		}

		@Override
		public void refresh() {
			this.packing.run();
		}

		@Override
		public Product product(int rows, Matrix a, Matrix c, boolean accumulate) {
			return new Matmul(this, rows, a, c, accumulate);
		}

		@Override
		public void close() {
			this.owned.close();
		}

	}

	private final class Matmul implements Product {

		private final Owned owned = new Owned();

		private final Operand a;

		private final Operand c;

		private final Execution execution;

		private Matmul(PackedWeights weights, int rows, Matrix a, Matrix c, boolean accumulate) {
			memory.desc aRows = this.owned.add(strided(rows, a.columns(), a.stride(), 1));
			memory.desc cRows = this.owned.add(strided(rows, c.columns(), c.stride(), 1));
			primitive_attr attributes = this.owned.add(new primitive_attr());
			attributes.set_scratchpad_mode(dnnl.scratchpad_mode.user);
			if (accumulate) {
				post_ops sum = this.owned.add(new post_ops());
				sum.append_sum();
				attributes.set_post_ops(sum);
			}
			matmul.primitive_desc description = this.owned.add(new matmul.primitive_desc(OneDnnProducts.this.engine,
					aRows, weights.format, cRows, attributes, false));
			this.a = new Operand(a, aRows);
			this.c = new Operand(c, cRows);
			memory scratch = this.owned
				.add(new memory(this.owned.add(description.scratchpad_desc()), OneDnnProducts.this.engine));
			this.execution = new Execution(this.owned, new matmul(description), new stream(OneDnnProducts.this.engine),
					new int[] { dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_WEIGHTS, dnnl.DNNL_ARG_DST, dnnl.DNNL_ARG_SCRATCHPAD },
					new memory[] { this.a.memory, weights.packed, this.c.memory, scratch });
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

		/** The rows of a matrix that a product reads or writes. */
		private final class Operand {

			private final memory memory;

			private final dnnl_memory raw;

			private final long stride;

			/** In bytes, as oneDNN takes a handle of any type. */
			private final BytePointer handle;

			private Operand(Matrix matrix, memory.desc rows) {
				this.stride = (long) matrix.stride() * Float.BYTES;
				FloatPointer first = matrix.pointer();
				this.handle = new BytePointer(first);
				this.memory = Matmul.this.owned.add(new memory(rows, OneDnnProducts.this.engine, first));
				this.raw = this.memory.get();
			}

			private void moveTo(int row) {
				check(dnnl.dnnl_memory_set_data_handle(this.raw, this.handle.position(row * this.stride)));
			}

		}

	}

}
