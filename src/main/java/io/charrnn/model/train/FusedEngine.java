package io.charrnn.model.train;

import java.util.Locale;

import io.charrnn.model.Architecture;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.InvalidHyperparameterException;
import io.charrnn.model.MemoryEstimate;
import io.charrnn.model.NetworkOptions;
import io.charrnn.model.Optimizer;
import io.charrnn.model.Precision;
import io.charrnn.model.SegmentGradients;
import io.charrnn.model.Share;
import io.charrnn.model.Trainer;
import io.charrnn.model.TrainingEngine;
import io.charrnn.model.TrainingState;
import io.charrnn.model.product.NativeLibrary;

/**
 * Trains with our own kernels: no one-hot tensors, one product per chunk where the
 * recurrence allows it, everything between products in a single pass, and streams split
 * among threads.
 */
public final class FusedEngine implements TrainingEngine {

	private final Runnable threadPreparation;

	private final int threads;

	/**
	 * An engine, each of whose threads computes its products alone: the bits of results
	 * would depend on how many take part.
	 * @param threads most threads that a run uses; the results depend on it, within
	 * rounding
	 */
	public FusedEngine(int threads) {
		this(NativeLibrary::prepareThread, threads);
	}

	/**
	 * An engine.
	 * @param threadPreparation is run once by each training thread
	 * @param threads most threads that a run uses
	 */
	FusedEngine(Runnable threadPreparation, int threads) {
		if (threads < 1) {
			throw new IllegalArgumentException("at least one thread is needed, not " + threads);
		}
		this.threadPreparation = threadPreparation;
		this.threads = threads;
	}

	@Override
	public String name() {
		return "fused";
	}

	@Override
	public String library() {
		return NativeLibrary.products(Precision.FLOAT32).name();
	}

	@Override
	public Precision precision() {
		return NativeLibrary.supports(Precision.BFLOAT16) ? Precision.BFLOAT16 : Precision.FLOAT32;
	}

	@Override
	public Optimizer optimizer(NetworkOptions network) {
		return (network.hiddenSize() > Soap.MOST_HIDDEN) ? Optimizer.ADAM : Optimizer.SOAP;
	}

	@Override
	public int threads() {
		return this.threads;
	}

	@Override
	public boolean splits() {
		return true;
	}

	@Override
	public FusedEngine withThreads(int other) {
		return new FusedEngine(this.threadPreparation, other);
	}

	@Override
	public void check(Hyperparameters hyperparameters) {
		if (!NativeLibrary.supports(hyperparameters.optimization().precision())) {
			throw new InvalidHyperparameterException("precision", "bfloat16",
					"float32 on this machine, whose processor has no bfloat16 instructions (AVX512-BF16)");
		}
		if (hyperparameters.optimization().optimizer() == Optimizer.SOAP
				&& hyperparameters.network().hiddenSize() > Soap.MOST_HIDDEN) {
			throw new InvalidHyperparameterException("hiddenSize", hyperparameters.network().hiddenSize(),
					String.format(Locale.ROOT, "at most %,d where the optimizer is soap", Soap.MOST_HIDDEN));
		}
	}

	@Override
	public MemoryEstimate memory(Architecture architecture, Hyperparameters hyperparameters) {
		return new FusedMemory(architecture, hyperparameters, this.threads).estimate();
	}

	@Override
	public SegmentGradients gradients(Architecture architecture, float[] parameters, int steps) {
		return new FusedGradients(architecture, steps, parameters, NativeLibrary.products(Precision.FLOAT32),
				this.threadPreparation);
	}

	@Override
	public Trainer resume(Architecture architecture, Hyperparameters hyperparameters, TrainingState state) {
		return resume(architecture, hyperparameters, state, Share.all(hyperparameters.optimization().batchSize()));
	}

	@Override
	public Trainer resume(Architecture architecture, Hyperparameters hyperparameters, TrainingState state,
			Share share) {
		check(hyperparameters);
		return FusedTrainer.start(architecture, hyperparameters, state, share,
				NativeLibrary.products(hyperparameters.optimization().precision()), this.threads,
				this.threadPreparation);
	}

}
