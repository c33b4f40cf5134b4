package io.charrnn.model.product;

import com.sun.jna.Function;
import com.sun.jna.Pointer;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Loader;

/**
 * The OpenMP runtime that oneDNN was linked to, which has as many threads compute a
 * primitive as the calling thread has set: by default one for each processor. oneDNN has
 * no call for it, so it is the runtime's own that is called.
 */
final class OpenMp {

	private static final Function SET_NUM_THREADS = find("omp_set_num_threads");

	private static final Function MAX_THREADS = find("omp_get_max_threads");

	private OpenMp() {
	}

	/** What the calling thread calls from now on does not start other threads. */
	static void useOneThread() {
		SET_NUM_THREADS.invokeVoid(new Object[] { 1 });
		int threads = maxThreads();
		if (threads != 1) {
			throw new IllegalStateException("oneDNN's OpenMP runtime has " + threads
					+ " threads compute a product though it was told to take one: bits would depend on how many");
		}
	}

	/** With how many threads the calling thread's products are computed. */
	static int maxThreads() {
		return MAX_THREADS.invokeInt(new Object[0]);
	}

	private static Function find(String name) {
		Loader.load(dnnl.class);
		if (Loader.getPlatform().startsWith("linux")) {
			// A name without a folder means the one that has been loaded, whose symbols
			// become visible.
			Loader.loadGlobal("libgomp.so.1");
		}
		org.bytedeco.javacpp.Pointer address = Loader.addressof(name);
		if (address == null) {
			throw new IllegalStateException("oneDNN's OpenMP runtime has no " + name);
		}
		return Function.getFunction(new Pointer(address.address()));
	}

}
