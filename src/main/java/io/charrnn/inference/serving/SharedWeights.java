package io.charrnn.inference.serving;

import io.charrnn.registry.ModelMemory;
import io.charrnn.workspace.Workspace;
import org.jspecify.annotations.Nullable;

/**
 * Weights that requests use together. Those that are not kept any more, as they had to
 * make room for others or their model is gone, are counted as long as a request uses
 * them.
 */
final class SharedWeights {

	private final Workspace workspace;

	private final String reference;

	private final Weights weights;

	private final ModelMemory memory;

	/** Requests that have used them. Guarded by this. */
	private long uses;

	/** Guarded by this. */
	private int users;

	/**
	 * How often they are kept: a moment passes until it is told that they are not.
	 * Guarded by this.
	 */
	private int kept;

	/** What is taken while the weights are used but not kept. Guarded by this. */
	private ModelMemory.@Nullable Share share;

	/**
	 * Weights that nobody uses or keeps yet.
	 * @param workspace whose model they were loaded for
	 * @param reference of the model that they were loaded for
	 * @param memory where they are counted while they are used but not kept
	 */
	SharedWeights(Workspace workspace, String reference, Weights weights, ModelMemory memory) {
		this.workspace = workspace;
		this.reference = reference;
		this.weights = weights;
		this.memory = memory;
	}

	/** Whose model they were loaded for. */
	Workspace workspace() {
		return this.workspace;
	}

	/** The model that they were loaded for; others may have the same. */
	String reference() {
		return this.reference;
	}

	/** Requests that use them now. */
	synchronized int users() {
		return this.users;
	}

	/** Requests that have used them. */
	synchronized long uses() {
		return this.uses;
	}

	Weights weights() {
		return this.weights;
	}

	/** A request uses them from now on. */
	synchronized void use() {
		this.users++;
		this.uses++;
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
