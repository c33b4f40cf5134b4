package io.charrnn.bench.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.charrnn.model.Batch;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.EmbeddingImpl;
import org.bytedeco.pytorch.GRUImpl;
import org.bytedeco.pytorch.GRUOptions;
import org.bytedeco.pytorch.LSTMImpl;
import org.bytedeco.pytorch.LSTMOptions;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.RNNImpl;
import org.bytedeco.pytorch.RNNOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * PyTorch's recurrent layers with Adam. Tries its ways of feeding characters, of
 * computing and, for bfloat16, of holding numbers, and keeps the fastest.
 */
final class PyTorchLearner implements Learner {

	/** How much slower than the fastest a way's first iteration may be. */
	private static final double FIRST_ITERATION = 1.5;

	private final Shape shape;

	private final Way way;

	private final Network network;

	/** How characters go in and numbers are held. */
	private enum Input {

		ONE_HOT, EMBEDDING

	}

	private enum Numbers {

		FLOAT32, AUTOCAST, BFLOAT16_WEIGHTS

	}

	private record Way(Input input, Numbers numbers, boolean oneDnn) {

		@Override
		public String toString() {
			String words = this.input + " input, " + this.numbers;
			return words.toLowerCase(Locale.ROOT).replace('_', ' ') + (this.oneDnn ? ", oneDNN" : ", without oneDNN");
		}

	}

	PyTorchLearner(Shape shape, boolean bfloat16, int threads, Batch trial) {
		this.shape = shape;
		torch.set_num_threads(threads);
		List<Way> ways = new ArrayList<>();
		for (Input input : Input.values()) {
			for (boolean oneDnn : new boolean[] { true, false }) {
				if (bfloat16) {
					ways.add(new Way(input, Numbers.AUTOCAST, oneDnn));
					ways.add(new Way(input, Numbers.BFLOAT16_WEIGHTS, oneDnn));
				}
				else {
					ways.add(new Way(input, Numbers.FLOAT32, oneDnn));
				}
			}
		}
		this.way = fastest(ways, trial);
		this.network = new Network(shape, this.way);
		torch.globalContext().setUserEnabledMkldnn(this.way.oneDnn());
	}

	/** By their second iterations, but for those whose first one is hopeless. */
	private Way fastest(List<Way> ways, Batch batch) {
		Way fastest = ways.get(0);
		long shortest = Long.MAX_VALUE;
		for (Way way : ways) {
			Network candidate = new Network(this.shape, way);
			torch.globalContext().setUserEnabledMkldnn(way.oneDnn());
			if (nanoseconds(candidate, batch) / FIRST_ITERATION < shortest) {
				long second = nanoseconds(candidate, batch);
				if (second < shortest) {
					shortest = second;
					fastest = way;
				}
			}
		}
		return fastest;
	}

	private static long nanoseconds(Network candidate, Batch batch) {
		long start = System.nanoTime();
		candidate.learn(batch);
		return System.nanoTime() - start;
	}

	@Override
	public void learn(Batch batch) {
		this.network.learn(batch);
	}

	@Override
	public double size() {
		return this.shape.characters();
	}

	@Override
	public String description() {
		return this.way.toString();
	}

	@Override
	public void close() {
		// The process ends.
	}

	/** {@code [T, B, I]} to {@code [T, B, H]}. */
	private interface Recurrent {

		Tensor forward(Tensor input);

	}

	private static final class Network {

		private final Shape shape;

		private final Numbers numbers;

		/** {@code [V, V]}. */
		private final Tensor identity;

		private final EmbeddingImpl embedding;

		private final boolean oneHot;

		private final Recurrent recurrent;

		private final LinearImpl output;

		private final TensorVector parameters = new TensorVector();

		private final Adam adam;

		Network(Shape shape, Way way) {
			this.shape = shape;
			this.numbers = way.numbers();
			// Weights change in each iteration.
			torch.set_autocast_cache_enabled(false);
			this.oneHot = way.input() == Input.ONE_HOT;
			int inputs = this.oneHot ? shape.alphabetSize() : shape.hiddenSize();
			boolean narrow = this.numbers == Numbers.BFLOAT16_WEIGHTS;
			Tensor eye = torch.eye(this.oneHot ? shape.alphabetSize() : 1);
			this.identity = narrow ? eye.to(torch.kBFloat16()) : eye;
			this.embedding = new EmbeddingImpl(this.oneHot ? 1 : shape.alphabetSize(), inputs);
			this.output = new LinearImpl(shape.hiddenSize(), shape.alphabetSize());
			this.recurrent = switch (shape.cell()) {
				case LSTM -> {
					LSTMOptions options = new LSTMOptions(inputs, shape.hiddenSize());
					options.num_layers().put(shape.layers());
					LSTMImpl lstm = prepare(new LSTMImpl(options), narrow);
					yield (input) -> lstm.forward(input).get0();
				}
				case GRU -> {
					GRUOptions options = new GRUOptions(inputs, shape.hiddenSize());
					options.num_layers().put(shape.layers());
					GRUImpl gru = prepare(new GRUImpl(options), narrow);
					yield (input) -> gru.forward(input).get0();
				}
				case RNN -> {
					RNNOptions options = new RNNOptions(inputs, shape.hiddenSize());
					options.num_layers().put(shape.layers());
					RNNImpl rnn = prepare(new RNNImpl(options), narrow);
					yield (input) -> rnn.forward(input).get0();
				}
			};
			if (!this.oneHot) {
				prepare(this.embedding, narrow);
			}
			prepare(this.output, narrow);
			this.adam = new Adam(this.parameters, new AdamOptions(Shape.LEARNING_RATE));
		}

		private <M extends Module> M prepare(M module, boolean narrow) {
			if (narrow) {
				module.to(torch.kBFloat16(), false);
			}
			TensorVector own = module.parameters();
			for (long index = 0; index < own.size(); index++) {
				this.parameters.push_back(own.get(index));
			}
			return module;
		}

		void learn(Batch batch) {
			try (PointerScope scope = new PointerScope()) {
				Tensor characters = Tensor.create(widened(batch.inputs()));
				Tensor targets = Tensor.create(widened(batch.targets()));
				this.adam.zero_grad();
				boolean autocast = this.numbers == Numbers.AUTOCAST;
				if (autocast) {
					torch.set_autocast_enabled(torch.DeviceType.CPU, true);
				}
				Tensor loss = loss(characters, targets);
				if (autocast) {
					torch.set_autocast_enabled(torch.DeviceType.CPU, false);
				}
				loss.backward();
				torch.clip_grad_norm_(this.parameters, Shape.CLIP);
				this.adam.step();
				if (!Double.isFinite(loss.item_double())) {
					throw new IllegalStateException("the loss is not finite");
				}
			}
		}

		private Tensor loss(Tensor characters, Tensor targets) {
			Tensor rows = this.oneHot ? this.identity.index_select(0, characters) : this.embedding.forward(characters);
			Tensor input = rows.view(this.shape.steps(), this.shape.streams(), rows.size(1));
			Tensor top = this.recurrent.forward(input).reshape(this.shape.characters(), this.shape.hiddenSize());
			return torch.cross_entropy_loss(this.output.forward(top), targets);
		}

		private static long[] widened(int[] values) {
			long[] wide = new long[values.length];
			for (int i = 0; i < wide.length; i++) {
				wide[i] = values[i];
			}
			return wide;
		}

	}

}
