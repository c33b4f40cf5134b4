package io.charrnn.model.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

import io.charrnn.model.Architecture;
import io.charrnn.model.Batch;
import io.charrnn.model.DropoutMask;
import io.charrnn.model.GradientClip;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.OptimizationOptions;
import io.charrnn.model.Optimizer;
import io.charrnn.model.ParameterLayout;
import io.charrnn.model.Share;
import io.charrnn.model.Trainer;
import io.charrnn.model.TrainingState;
import io.charrnn.model.Update;
import io.charrnn.model.product.Products;
import io.charrnn.model.product.Resources;
import org.jspecify.annotations.Nullable;

/**
 * A training run on fused kernels. Each thread computes the gradient of its shard of the
 * batch; then each sums, clips and applies its slice of the parameters. The order of all
 * sums follows from the number of threads, and so do the results, bit for bit.
 */
final class FusedTrainer implements Trainer {

	/** Floats of a cache line: threads do not write to the same one. */
	private static final int LINE = 16;

	private final Architecture architecture;

	private final int streams;

	private final int steps;

	private final OptimizationOptions optimization;

	private final @Nullable GradientClip clip;

	private final RowMajorOrder order;

	private final int length;

	private final Workers workers;

	/** Each thread's. */
	private final List<Resources> resources;

	private final NetworkWeights weights;

	private final List<Shard> shards;

	private final Adam adam;

	/** Of another optimizer, none. */
	private final @Nullable Soap soap;

	private final WeightDecay decay;

	private final float @Nullable [] average;

	private long iteration;

	private volatile boolean brokenOff;

	/** Of each thread's slice. */
	private final double[] squares;

	private final float[] greatest;

	private FusedTrainer(Architecture architecture, Hyperparameters hyperparameters, TrainingState state, Share share,
			Products products, Workers workers, List<Resources> resources) {
		this.architecture = architecture;
		this.optimization = hyperparameters.optimization();
		this.streams = share.streams();
		this.steps = this.optimization.sequenceLength();
		this.clip = this.optimization.gradientClip();
		this.order = new RowMajorOrder(architecture);
		this.length = new ParameterLayout(architecture).length();
		this.iteration = state.iteration();
		int count = workers.count();
		this.squares = new double[count];
		this.greatest = new float[count];
		this.workers = workers;
		this.resources = resources;
		float[] values = this.order.fromFlat(state.parameters(), 0);
		List<NetworkWeights> shared = new ArrayList<>(Collections.nCopies(count, null));
		this.shards = new ArrayList<>(Collections.nCopies(count, null));
		this.workers.run((worker) -> {
			if (worker == 0) {
				shared.set(0, new NetworkWeights(resources.get(0), products, architecture, values, shape(0)));
			}
		});
		this.weights = shared.get(0);
		double dropout = hyperparameters.network().dropout();
		this.workers.run((worker) -> this.shards.set(worker, new Shard(resources.get(worker), architecture,
				new DropoutMask(this.optimization.seed(), dropout), shape(worker), share, products, this.weights)));
		this.adam = new Adam(values, this.order.fromFlat(state.updaterState(), 0),
				this.order.fromFlat(state.updaterState(), this.length),
				this.shards.stream().map(Shard::gradient).toList(), 1f / ((float) this.streams * this.steps));
		this.soap = (this.optimization.optimizer() == Optimizer.SOAP)
				? new Soap(resources.get(0), products.inFloat32(), architecture, this.adam, state.updaterState(), count)
				: null;
		this.decay = new WeightDecay(this.optimization.weightDecay(), architecture, values);
		this.average = (state.average() != null) ? this.order.fromFlat(state.average(), 0) : null;
		setHidden(state.hidden());
	}

	/**
	 * Begins a run, with threads of its own.
	 * @param share of the streams that it learns from
	 * @param threads most of them
	 * @param preparation is run once by each before it works
	 */
	static FusedTrainer start(Architecture architecture, Hyperparameters hyperparameters, TrainingState state,
			Share share, Products products, int threads, Runnable preparation) {
		Workers workers = new Workers(Math.min(threads, share.streams()), preparation);
		List<Resources> resources = Stream.generate(Resources::new).limit(workers.count()).toList();
		try {
			return new FusedTrainer(architecture, hyperparameters, state, share, products, workers, resources);
		}
		catch (RuntimeException | Error ex) {
			workers.close();
			resources.forEach(Resources::close);
			throw ex;
		}
	}

	private ShardShape shape(int worker) {
		int first = part(this.streams, worker);
		return new ShardShape(first, part(this.streams, worker + 1) - first, this.steps, this.streams);
	}

	/** Where the part of a worker begins if so many things are split. */
	private int part(int things, int worker) {
		return (int) ((long) things * worker / this.workers.count());
	}

	private int firstParameter(int worker) {
		return Math.min(this.length, part((this.length + LINE - 1) / LINE, worker) * LINE);
	}

	@Override
	public Optional<Update> update(Batch batch, double learningRate, BooleanSupplier goOn) {
		if (batch.streams() != this.streams || batch.steps() != this.steps) {
			throw new IllegalArgumentException(
					String.format(Locale.ROOT, "a batch of %d x %d characters is needed, not %d x %d", this.streams,
							this.steps, batch.streams(), batch.steps()));
		}
		this.brokenOff = false;
		BooleanSupplier goOnTogether = () -> {
			if (!this.brokenOff && !goOn.getAsBoolean()) {
				this.brokenOff = true;
			}
			return !this.brokenOff;
		};
		this.workers.run((worker) -> {
			Shard shard = this.shards.get(worker);
			shard.learn(batch, this.iteration, goOnTogether);
			this.workers.awaitOthers();
			// Nobody sets it after having met the others.
			if (this.brokenOff) {
				shard.forget();
				return;
			}
			shard.carryStates();
			sumGradients(worker);
			this.workers.awaitOthers();
			change(worker, learningRate);
			this.workers.awaitOthers();
			pack(worker);
		});
		if (this.brokenOff) {
			return Optional.empty();
		}
		this.iteration++;
		double loss = this.shards.stream().mapToDouble(Shard::loss).sum();
		return Optional
			.of(new Update(loss / ((double) this.streams * this.steps), norm(), clipping() != Clipping.NONE));
	}

	private void change(int worker, double learningRate) {
		int from = firstParameter(worker);
		int to = firstParameter(worker + 1);
		this.decay.apply(from, to, learningRate);
		if (this.soap != null) {
			this.soap.step(worker, this.workers, from, to, clipping(), learningRate, this.iteration);
		}
		else {
			this.adam.step(from, to, clipping(), learningRate, this.iteration);
		}
		if (this.average != null) {
			this.adam.average(this.average, from, to, this.optimization.newestWeight(this.iteration));
		}
		this.weights.upload(from, to);
	}

	private double norm() {
		return Math.sqrt(DoubleStream.of(this.squares).sum());
	}

	private Clipping clipping() {
		return Clipping.of(this.clip, norm(), greatest());
	}

	private void sumGradients(int worker) {
		int from = firstParameter(worker);
		int to = firstParameter(worker + 1);
		this.squares[worker] = this.adam.sum(from, to);
		if (this.clip != null && this.clip.type() == GradientClip.Type.ELEMENT) {
			this.greatest[worker] = this.adam.greatest(from, to);
		}
	}

	private float greatest() {
		float greatest = 0;
		for (float slice : this.greatest) {
			greatest = Math.max(greatest, slice);
		}
		return greatest;
	}

	private void pack(int worker) {
		for (int packing = worker; packing < this.weights.packings(); packing += this.workers.count()) {
			this.weights.refresh(packing);
		}
	}

	@Override
	public float[] parameters() {
		return flat((this.average != null) ? this.average : this.weights.values());
	}

	private float[] flat(float[] values) {
		float[] flat = new float[this.length];
		this.order.toFlat(values, flat, 0);
		return flat;
	}

	@Override
	public TrainingState state() {
		float[] updaterState = new float[this.optimization.optimizer().stateLength(this.architecture)];
		this.order.toFlat(this.adam.first(), updaterState, 0);
		this.order.toFlat(this.adam.second(), updaterState, this.length);
		if (this.soap != null) {
			this.soap.write(updaterState, 2 * this.length);
		}
		return new TrainingState(this.iteration, flat(this.weights.values()),
				(this.average != null) ? flat(this.average) : null, updaterState, hidden());
	}

	private float[][] hidden() {
		int hiddenSize = this.architecture.hiddenSize();
		int vectors = this.architecture.layers() * this.architecture.cell().stateVectors();
		float[][] hidden = new float[vectors][this.streams * hiddenSize];
		for (Shard shard : this.shards) {
			List<float[]> states = shard.states();
			for (int vector = 0; vector < vectors; vector++) {
				System.arraycopy(states.get(vector), 0, hidden[vector], shard.shape().firstStream() * hiddenSize,
						states.get(vector).length);
			}
		}
		return hidden;
	}

	private void setHidden(float[][] hidden) {
		for (Shard shard : this.shards) {
			List<float[]> states = shard.states();
			for (int vector = 0; vector < states.size(); vector++) {
				System.arraycopy(hidden[vector], shard.shape().firstStream() * this.architecture.hiddenSize(),
						states.get(vector), 0, states.get(vector).length);
			}
		}
	}

	@Override
	public void close() {
		this.workers.close();
		this.resources.forEach(Resources::close);
	}

}
