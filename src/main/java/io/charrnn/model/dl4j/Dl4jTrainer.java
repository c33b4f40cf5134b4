package io.charrnn.model.dl4j;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import io.charrnn.model.Architecture;
import io.charrnn.model.Batch;
import io.charrnn.model.GradientClip;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.Normalization;
import io.charrnn.model.Trainer;
import io.charrnn.model.TrainingState;
import io.charrnn.model.Update;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.layers.recurrent.LSTM;
import org.deeplearning4j.nn.layers.DropoutLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.regularization.WeightDecay;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * A training run on a DL4J network. DL4J cannot be interrupted: it computes on a thread
 * of its own, whose update is not waited for, and not applied, if it is broken off.
 */
final class Dl4jTrainer implements Trainer {

	private static final long POLL_MILLIS = 50;

	private final ExecutorService thread;

	private final Architecture architecture;

	private final Hyperparameters hyperparameters;

	private final @Nullable GradientClip clip;

	private final MultiLayerNetwork network;

	private final List<RecurrentLayer> recurrentLayers;

	private final AdamUpdater adam;

	/** Weights and their updates, each a part of the flat vectors. */
	private final List<UpdaterBlock.ParamState> weights;

	private final @Nullable WeightDecay decay;

	private final @Nullable INDArray average;

	private final INDArray updaterState;

	/** {@code [B, V, T]}. */
	private final INDArray inputs;

	/** {@code [B, V, T]}. */
	private final INDArray targets;

	private final int streams;

	private final int steps;

	private long iteration;

	/** {@code [layers x stateVectors][B x H]}: what the next segment begins with. */
	private float[][] hidden;

	Dl4jTrainer(Architecture architecture, Hyperparameters hyperparameters, TrainingState state) {
		this.architecture = architecture;
		this.hyperparameters = hyperparameters;
		this.clip = hyperparameters.optimization().gradientClip();
		this.streams = hyperparameters.optimization().batchSize();
		this.steps = hyperparameters.optimization().sequenceLength();
		this.iteration = state.iteration();
		this.network = new MultiLayerNetwork(NetworkConfiguration.training(architecture, hyperparameters));
		this.network.init(Nd4j.create(state.parameters(), 1, state.parameters().length), false);
		this.average = (state.average() != null) ? Nd4j.create(state.average()) : null;
		this.recurrentLayers = Stream.of(this.network.getLayers())
			.filter(RecurrentLayer.class::isInstance)
			.map(RecurrentLayer.class::cast)
			.toList();
		BaseMultiLayerUpdater<?> updater = (BaseMultiLayerUpdater<?>) this.network.getUpdater();
		updater.setStateViewArray(Nd4j.create(state.updaterState(), 1, state.updaterState().length));
		this.updaterState = updater.getStateViewArray();
		UpdaterBlock block = only(updater.getUpdaterBlocks());
		this.adam = (AdamUpdater) block.getGradientUpdater();
		this.weights = block.getLayersAndVariablesInBlock().stream().filter(Dl4jTrainer::isWeight).toList();
		double coefficient = hyperparameters.optimization().weightDecay();
		this.decay = (coefficient > 0) ? new WeightDecay(coefficient, true) : null;
		long[] shape = { this.streams, architecture.alphabetSize(), this.steps };
		this.inputs = Nd4j.create(DataType.FLOAT, shape, 'f');
		this.targets = Nd4j.create(DataType.FLOAT, shape, 'f');
		this.hidden = state.hidden();
		this.thread = Executors.newSingleThreadExecutor((work) -> {
			Thread worker = new Thread(work, "training-dl4j");
			worker.setDaemon(true);
			return worker;
		});
	}

	/** All layers share one updater, so that its state is one block. */
	private static UpdaterBlock only(List<UpdaterBlock> blocks) {
		if (blocks.size() != 1) {
			throw new IllegalStateException(String.format(Locale.ROOT, "the updater has %d blocks", blocks.size()));
		}
		return blocks.get(0);
	}

	private static boolean isWeight(UpdaterBlock.ParamState state) {
		Layer layer = ((org.deeplearning4j.nn.api.Layer) state.getLayer()).conf().getLayer();
		return layer.initializer().isWeightParam(layer, state.getParamName());
	}

	@Override
	public Optional<Update> update(Batch batch, double learningRate, BooleanSupplier goOn) {
		if (batch.streams() != this.streams || batch.steps() != this.steps) {
			throw new IllegalArgumentException(
					String.format(Locale.ROOT, "a batch of %d x %d characters is needed, not %d x %d", this.streams,
							this.steps, batch.streams(), batch.steps()));
		}
		AtomicBoolean decided = new AtomicBoolean();
		Future<Optional<Update>> update = this.thread
			.submit(() -> compute(batch, learningRate, () -> decided.compareAndSet(false, true)));
		while (true) {
			try {
				return update.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
			}
			catch (TimeoutException ex) {
				if (!goOn.getAsBoolean() && decided.compareAndSet(false, true)) {
					return Optional.empty();
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				if (decided.compareAndSet(false, true)) {
					return Optional.empty();
				}
			}
			catch (ExecutionException ex) {
				throw failure(ex);
			}
		}
	}

	private static RuntimeException failure(ExecutionException ex) {
		if (ex.getCause() instanceof Error error) {
			throw error;
		}
		return (ex.getCause() instanceof RuntimeException cause) ? cause : new IllegalStateException(ex);
	}

	/** Computes the gradient, and applies it if that is wanted then. */
	private Optional<Update> compute(Batch batch, double learningRate, BooleanSupplier wanted) {
		Nd4jThread.prepare();
		Pieces pieces = new Pieces(batch);
		Pass passed = computeGradient(batch, pieces, 0, pieces.begin(batch.first() ? zeroHidden() : this.hidden));
		for (int piece = 1; piece < pieces.most(); piece++) {
			Pass next = computeGradient(batch, pieces, piece, zeroHidden());
			passed.gradient().addi(next.gradient());
			pieces.takeEnds(piece, next.hidden(), passed.hidden());
			passed = new Pass(passed.gradient(), passed.loss() + next.loss(), passed.hidden());
		}
		return wanted.getAsBoolean() ? Optional.of(apply(passed, learningRate)) : Optional.empty();
	}

	private Update apply(Pass passed, double learningRate) {
		INDArray own = this.network.gradient().gradient();
		INDArray gradient = own.reshape(own.length()).assign(passed.gradient());
		double norm = gradient.norm2Number().doubleValue();
		boolean clipped = clip(gradient, norm);
		this.adam.getConfig().setLearningRate(learningRate);
		this.adam.applyUpdater(gradient, Math.toIntExact(this.iteration), 0);
		decay(learningRate);
		this.network.params().subi(gradient);
		average();
		this.hidden = passed.hidden();
		this.iteration++;
		return new Update(passed.loss() / (this.streams * this.steps), norm, clipped);
	}

	/**
	 * Adds the decay to Adam's update in the network's own gradient, as DL4J's updater
	 * would. It is not part of the network's configuration, since DL4J would add its
	 * penalty to the loss.
	 */
	private void decay(double learningRate) {
		if (this.decay != null) {
			for (UpdaterBlock.ParamState weight : this.weights) {
				this.decay.apply(weight.getParamView(), weight.getGradView(), learningRate,
						Math.toIntExact(this.iteration), 0);
			}
		}
	}

	private void average() {
		if (this.average != null) {
			INDArray newest = this.network.params().reshape(this.average.length());
			this.average
				.addi(newest.sub(this.average).muli(this.hyperparameters.optimization().newestWeight(this.iteration)));
		}
	}

	/**
	 * The gradient of the mean loss, where DL4J's is that of the sum, over one piece of
	 * each stream.
	 */
	private Pass computeGradient(Batch batch, Pieces pieces, int piece, float[][] before) {
		setHidden(before);
		oneHot(batch.inputs(), this.inputs);
		oneHot(batch.targets(), this.targets);
		if (pieces.most() > 1) {
			mask(Floats.matrix(pieces.mask(piece), this.streams, this.steps));
		}
		this.network.getLayerWiseConfigurations().setIterationCount(Math.toIntExact(this.iteration));
		this.network.setInput(this.inputs);
		this.network.setLabels(this.targets);
		this.network.computeGradientAndScore();
		mask(null);
		INDArray gradient = this.network.gradient().gradient();
		return new Pass(gradient.reshape(gradient.length()).div(this.streams * this.steps), this.network.score(),
				newHidden());
	}

	/** Dropout needs no mask, and DL4J's layer of it takes none. */
	private void mask(@Nullable INDArray mask) {
		for (org.deeplearning4j.nn.api.Layer layer : this.network.getLayers()) {
			if (!(layer instanceof DropoutLayer)) {
				layer.setMaskArray(mask);
			}
		}
	}

	private void oneHot(int[] characters, INDArray array) {
		array.assign(0);
		long stepLength = (long) this.streams * this.architecture.alphabetSize();
		for (int step = 0; step < this.steps; step++) {
			for (int stream = 0; stream < this.streams; stream++) {
				int character = characters[step * this.streams + stream];
				array.data().put(step * stepLength + (long) character * this.streams + stream, 1);
			}
		}
	}

	private boolean clip(INDArray gradient, double norm) {
		if (this.clip == null) {
			return false;
		}
		double threshold = this.clip.threshold();
		if (this.clip.type() == GradientClip.Type.NORM) {
			if (norm > threshold) {
				gradient.muli(threshold / norm);
			}
			return norm > threshold;
		}
		boolean clipped = gradient.amaxNumber().doubleValue() > threshold;
		if (clipped) {
			Transforms.max(gradient, -threshold, false);
			Transforms.min(gradient, threshold, false);
		}
		return clipped;
	}

	@Override
	public float[] parameters() {
		Nd4jThread.prepare();
		return Floats.of((this.average != null) ? this.average : this.network.params());
	}

	@Override
	public TrainingState state() {
		return new TrainingState(this.iteration, Floats.of(this.network.params()),
				(this.average != null) ? Floats.of(this.average) : null, Floats.of(this.updaterState),
				Stream.of(this.hidden).map(float[]::clone).toArray(float[][]::new));
	}

	private float[][] newHidden() {
		List<float[]> vectors = new ArrayList<>();
		for (RecurrentLayer layer : this.recurrentLayers) {
			Map<String, INDArray> state = layer.rnnGetTBPTTState();
			for (String key : stateKeys()) {
				INDArray joined = Objects.requireNonNull(state.get(key));
				for (long from = 0; from < joined.size(1); from += this.architecture.hiddenSize()) {
					vectors.add(Floats.of(joined.get(NDArrayIndex.all(),
							NDArrayIndex.interval(from, from + this.architecture.hiddenSize()))));
				}
			}
		}
		return vectors.toArray(float[][]::new);
	}

	private void setHidden(float[][] vectors) {
		int vector = 0;
		for (RecurrentLayer layer : this.recurrentLayers) {
			Map<String, INDArray> state = new HashMap<>();
			for (String key : stateKeys()) {
				INDArray[] joined = new INDArray[this.architecture.cell().stateVectors() / stateKeys().size()];
				for (int part = 0; part < joined.length; part++) {
					joined[part] = Floats.matrix(vectors[vector++], this.streams, this.architecture.hiddenSize());
				}
				state.put(key, Nd4j.hstack(joined));
			}
			layer.rnnSetTBPTTState(state);
		}
	}

	private float[][] zeroHidden() {
		int vectors = this.architecture.layers() * this.architecture.cell().stateVectors();
		return new float[vectors][this.streams * this.architecture.hiddenSize()];
	}

	/** DL4J's own LSTM has h and c each under a key, all our layers what they carry. */
	private List<String> stateKeys() {
		boolean own = this.architecture.normalization() == Normalization.RMS;
		return (this.architecture.cell().hasCellState() && !own)
				? List.of(LSTM.STATE_KEY_PREV_ACTIVATION, LSTM.STATE_KEY_PREV_MEMCELL)
				: List.of(HiddenStateLayer.STATE);
	}

	/**
	 * Frees memory at once where the garbage collector would do so some time. Waits for
	 * an update that was broken off, as the memory is in use until then; but not if
	 * interrupted, as the process ends.
	 */
	@Override
	public void close() {
		this.thread.execute(() -> {
			this.network.close();
			this.inputs.close();
			this.targets.close();
			Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
		});
		this.thread.shutdown();
		try {
			this.thread.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * What was computed over some pieces.
	 *
	 * @param gradient of the mean loss
	 * @param loss sum of the cross-entropies, nats
	 * @param hidden the states after them
	 */
	private record Pass(INDArray gradient, double loss, float[][] hidden) {
	}

}
