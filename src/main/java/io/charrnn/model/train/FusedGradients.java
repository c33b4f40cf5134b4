package io.charrnn.model.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.charrnn.model.Architecture;
import io.charrnn.model.Batch;
import io.charrnn.model.DropoutMask;
import io.charrnn.model.HiddenState;
import io.charrnn.model.SegmentGradients;
import io.charrnn.model.Share;
import io.charrnn.model.product.Products;
import io.charrnn.model.product.Resources;

/** Gradients on fused kernels, by one thread: the bits follow from the text alone. */
final class FusedGradients implements SegmentGradients {

	private final RowMajorOrder order;

	private final int steps;

	private final Workers workers;

	private final Resources resources = new Resources();

	private final NetworkWeights weights;

	private final Shard shard;

	/** {@code [parameters]}, in the order of kernels. */
	private final float[] summed;

	/**
	 * Begins a text at the zero state.
	 * @param steps T, characters of a segment
	 * @param parameters in the order of {@link io.charrnn.model.ParameterLayout}
	 * @param preparation is run once by the thread before it works
	 */
	FusedGradients(Architecture architecture, int steps, float[] parameters, Products products, Runnable preparation) {
		this.order = new RowMajorOrder(architecture);
		this.steps = steps;
		this.summed = new float[parameters.length];
		this.workers = new Workers(1, preparation);
		ShardShape shape = new ShardShape(0, 1, this.steps, 1);
		List<NetworkWeights> begun = new ArrayList<>();
		List<Shard> whole = new ArrayList<>();
		try {
			this.workers.run((worker) -> {
				begun.add(new NetworkWeights(this.resources, products, architecture, this.order.fromFlat(parameters, 0),
						shape));
				whole.add(new Shard(this.resources, architecture, new DropoutMask(0, 0), shape, Share.all(1), products,
						begun.get(0)));
			});
		}
		catch (RuntimeException | Error ex) {
			close();
			throw ex;
		}
		this.weights = begun.get(0);
		this.shard = whole.get(0);
	}

	@Override
	public double next(Batch segment, float[] gradient) {
		if (segment.streams() != 1 || segment.steps() != this.steps) {
			throw new IllegalArgumentException(
					String.format(Locale.ROOT, "a segment of %d characters is needed, not %d x %d", this.steps,
							segment.streams(), segment.steps()));
		}
		this.workers.run((worker) -> {
			this.shard.learn(segment, 0, () -> true);
			this.shard.carryStates();
		});
		this.shard.gradient().read(0, this.summed, 0, this.summed.length);
		float scale = 1f / this.steps;
		for (int index = 0; index < this.summed.length; index++) {
			this.summed[index] *= scale;
		}
		this.order.toFlat(this.summed, gradient, 0);
		return this.shard.loss() / this.steps;
	}

	@Override
	public void begin(HiddenState state) {
		List<float[]> states = this.shard.states();
		for (int vector = 0; vector < states.size(); vector++) {
			System.arraycopy(state.vectors()[vector], 0, states.get(vector), 0, states.get(vector).length);
		}
	}

	@Override
	public HiddenState state() {
		return new HiddenState(this.shard.states().stream().map(float[]::clone).toArray(float[][]::new));
	}

	@Override
	public void use(float[] parameters) {
		float[] values = this.order.fromFlat(parameters, 0);
		System.arraycopy(values, 0, this.weights.values(), 0, values.length);
		this.workers.run((worker) -> {
			this.weights.upload(0, values.length);
			for (int packing = 0; packing < this.weights.packings(); packing++) {
				this.weights.refresh(packing);
			}
		});
	}

	@Override
	public void close() {
		this.workers.close();
		this.resources.close();
	}

}
