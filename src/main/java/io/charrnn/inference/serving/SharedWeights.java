package io.charrnn.inference.serving;

import io.charrnn.registry.ModelMemory;
import org.jspecify.annotations.Nullable;

/**
 * Weights that requests use together. Those that are not kept any more, as they had to
 * make room for others or their model is gone, are counted as long as a request uses
 * them.
 */
final class SharedWeights {

	private final Weights weights;

	private final ModelMemory memory;

	/** Guarded by this. */
	private int users;

	/**
	 * How often they are kept: a moment passes until it is told that they are not.
	 * Guarded by this.
	 */
	private int kept;

	/** What is taken while the weights are used but not kept. Guarded by this. */
	private ModelMemory.@Nullable Share share;

	SharedWeights(Weights weights, ModelMemory memory) {
		this.weights = weights;
		this.memory = memory;
	}

	Weights weights() {
		return this.weights;
	}

	/** A request uses them from now on. */
	synchronized void use() {
		this.users++;
		count();
	}

	/** A request uses them no more. */
	synchronized void leave() {
		this.users--;
		count();
	}

	/** They are kept from now on. */
	synchronized void keep() {
		this.kept++;
		count();
	}

	/** They are kept no more. */
	synchronized void drop() {
		this.kept--;
		count();
	}

	private void count() {
		boolean counts = this.kept == 0 && this.users > 0;
		if (counts && this.share == null) {
			this.share = this.memory.takeUsed(this.weights.size());
		}
		else if (!counts && this.share != null) {
			this.share.close();
			this.share = null;
		}
	}

}
