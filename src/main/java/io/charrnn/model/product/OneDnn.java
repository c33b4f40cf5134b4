package io.charrnn.model.product;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.Function;

import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** Parts of calls of oneDNN. */
final class OneDnn {

	static final engine ENGINE = new engine(engine.kind.cpu, 0);

	private OneDnn() {
	}

	static void check(int status) {
		if (status != dnnl.dnnl_success) {
			throw new IllegalStateException("oneDNN failed with status " + status);
		}
	}

	/** A matrix {@code [rows][columns]} with any strides between its values. */
	static memory.desc describe(memory.data_type type, long rows, long columns, long rowStride, long columnStride) {
		return new memory.desc(new long[] { rows, columns }, type, new long[] { rowStride, columnStride });
	}

	/**
	 * Objects that must stay reachable while native code uses them, and be freed after.
	 */
	static final class Owned implements Freeable {

		private final Deque<Pointer> pointers = new ArrayDeque<>();

		/** What has been made so far is freed if the rest cannot be made. */
		static <T> T by(Function<Owned, T> owner) {
			Owned owned = new Owned();
			try {
				return owner.apply(owned);
			}
			catch (RuntimeException | Error ex) {
				owned.close();
				throw ex;
			}
		}

		<P extends Pointer> P add(P pointer) {
			this.pointers.push(pointer);
			return pointer;
		}

		memory memory(memory.desc description, Pointer values) {
			return add(new memory(add(description), ENGINE, values));
		}

		/** With memory of its own. */
		memory memory(memory.desc description) {
			return add(new memory(add(description), ENGINE));
		}

		/** What each call needs beside its operands is handed to it. */
		primitive_attr attributes(boolean accumulate) {
			primitive_attr attributes = add(new primitive_attr());
			attributes.set_scratchpad_mode(dnnl.scratchpad_mode.user);
			if (accumulate) {
				post_ops sum = add(new post_ops());
				sum.append_sum();
				attributes.set_post_ops(sum);
			}
			return attributes;
		}

		boolean isEmpty() {
			return this.pointers.isEmpty();
		}

		@Override
		public void close() {
			this.pointers.forEach(Pointer::close);
			this.pointers.clear();
		}

	}

	/** A primitive with its arguments, ready to be executed. */
	static final class Execution {

		private final dnnl_primitive primitive;

		private final dnnl_stream stream;

		private final dnnl_exec_arg_t arguments;

		private final int count;

		Execution(Owned owned, primitive primitive, Map<Integer, memory> values) {
			this.primitive = owned.add(primitive).get();
			this.stream = owned.add(new stream(ENGINE)).get();
			this.count = values.size();
			this.arguments = owned.add(new dnnl_exec_arg_t(this.count));
			int index = 0;
			for (Map.Entry<Integer, memory> value : values.entrySet()) {
				this.arguments.getPointer(index).arg(value.getKey()).memory(value.getValue().get());
				index++;
			}
		}

		void run() {
			check(dnnl.dnnl_primitive_execute(this.primitive, this.stream, this.count, this.arguments));
		}

	}

	/** An argument that is some rows of a matrix, and can be moved to others. */
	static final class Rows {

		private final memory memory;

		private final dnnl_memory raw;

		/** In bytes, as oneDNN takes a handle of any type. */
		private final long stride;

		private final BytePointer handle;

		/**
		 * Begins at the first row.
		 * @param stride bytes from row to row
		 */
		Rows(Owned owned, memory.desc description, Pointer first, long stride) {
			this.stride = stride;
			this.handle = new BytePointer(first);
			this.memory = owned.memory(description, first);
			this.raw = this.memory.get();
		}

		memory memory() {
			return this.memory;
		}

		void moveTo(int row) {
			check(dnnl.dnnl_memory_set_data_handle(this.raw, this.handle.position(row * this.stride)));
		}

	}

}
