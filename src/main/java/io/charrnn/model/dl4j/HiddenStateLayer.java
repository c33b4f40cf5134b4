package io.charrnn.model.dl4j;

import java.util.Objects;

import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.recurrent.BaseRecurrentLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A recurrent DL4J layer whose state is its output h, and perhaps more. It walks the time
 * steps and keeps the state; the cell's equations are the subclass's. The backward pass
 * begins from the state that the forward pass began from.
 * <p>
 * Sequences are {@code [B, size, T]} in column-major order, in which each step's
 * {@code [B, size]} is contiguous. At a step that the mask leaves out, h is zero.
 *
 * @param <C> the layer's configuration
 */
abstract class HiddenStateLayer<C extends org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer>
		extends BaseRecurrentLayer<C> {

	static final String INPUT_WEIGHTS = "W";

	static final String RECURRENT_WEIGHTS = "RW";

	static final String BIAS = "b";

	/** DL4J's own key for h in the state maps. */
	static final String STATE = "prevAct";

	private @Nullable ForwardPass forwardPass;

	HiddenStateLayer(NeuralNetConfiguration configuration, DataType type) {
		super(configuration, type);
	}

	/**
	 * Computes h of one step.
	 * @param x the input {@code [B, inputSize]}
	 * @param previous the state of the step before {@code [B, stateSize]}
	 * @param h receives the state {@code [B, stateSize]}
	 * @param saved receives what the backward step needs {@code [B, savedSize]}
	 */
	abstract void forward(INDArray x, INDArray previous, INDArray h, INDArray saved);

	/**
	 * Adds one step's part to the gradients of the parameters.
	 * @param x the input {@code [B, inputSize]}
	 * @param previous the state of the step before {@code [B, stateSize]}
	 * @param h what the forward step computed {@code [B, stateSize]}
	 * @param saved what the forward step saved {@code [B, savedSize]}
	 * @param dh gradient by the state {@code [B, stateSize]}; becomes the gradient by
	 * previous
	 * @param dx receives the gradient by x {@code [B, inputSize]}
	 */
	abstract void backward(INDArray x, INDArray previous, INDArray h, INDArray saved, INDArray dh, INDArray dx);

	/** Values of the state, per stream, of which the first H are h. */
	long stateSize() {
		return layerConf().getNOut();
	}

	/** Values that the forward step saves for the backward step, per stream. */
	abstract long savedSize();

	@Override
	public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
		return visible(run(null, training, workspaces), training, workspaces);
	}

	@Override
	public INDArray rnnTimeStep(INDArray x, LayerWorkspaceMgr workspaces) {
		setInput(x, workspaces);
		ForwardPass pass = run(this.stateMap.get(STATE), false, workspaces);
		this.stateMap.put(STATE, pass.last().detach());
		return visible(pass, false, workspaces);
	}

	@Override
	public INDArray rnnActivateUsingStoredState(INDArray x, boolean training, boolean store,
			LayerWorkspaceMgr workspaces) {
		setInput(x, workspaces);
		ForwardPass pass = run(this.tBpttStateMap.get(STATE), training, workspaces);
		if (store) {
			this.tBpttStateMap.put(STATE, pass.last().detach());
		}
		return visible(pass, training, workspaces);
	}

	/** A copy while training, as the layer above may work in place. */
	private INDArray visible(ForwardPass pass, boolean training, LayerWorkspaceMgr workspaces) {
		boolean whole = stateSize() == layerConf().getNOut();
		INDArray h = whole ? pass.output() : hidden(pass.output());
		return (training || !whole) ? workspaces.dup(ArrayType.ACTIVATIONS, h, 'f') : h;
	}

	private ForwardPass run(@Nullable INDArray state, boolean training, LayerWorkspaceMgr workspaces) {
		assertInputSet(false);
		if (this.input.rank() != 3 || layerConf().getRnnDataFormat() != RNNFormat.NCW) {
			throw new IllegalArgumentException("the input of a recurrent layer must be [B, size, T]");
		}
		applyDropOutIfNecessary(training, workspaces);
		long streams = this.input.size(0);
		long steps = this.input.size(2);
		long stateSize = stateSize();
		INDArray x = workspaces.dup(ArrayType.ACTIVATIONS, this.input.castTo(this.dataType), 'f');
		INDArray initial = (state != null) ? workspaces.dup(ArrayType.ACTIVATIONS, state, 'f')
				: workspaces.create(ArrayType.ACTIVATIONS, this.dataType, new long[] { streams, stateSize }, 'f');
		INDArray output = workspaces.createUninitialized(ArrayType.ACTIVATIONS, this.dataType,
				new long[] { streams, stateSize, steps }, 'f');
		INDArray saved = workspaces.createUninitialized(ArrayType.ACTIVATIONS, this.dataType,
				new long[] { streams, savedSize(), steps }, 'f');
		ForwardPass pass = new ForwardPass(x, initial, output, saved);
		for (long step = 0; step < steps; step++) {
			INDArray h = at(output, step);
			forward(at(x, step), pass.previous(step), h, at(saved, step));
			applyMask(h, step);
		}
		this.forwardPass = training ? pass : null;
		return pass;
	}

	@Override
	public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
		ForwardPass pass = this.forwardPass;
		if (pass == null) {
			throw new IllegalStateException("backward without a forward pass in training");
		}
		this.gradientsFlattened.assign(0);
		INDArray dx = workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, this.dataType, pass.x().shape(), 'f');
		INDArray dh = Nd4j.create(this.dataType, new long[] { epsilon.size(0), stateSize() }, 'f');
		for (long step = pass.steps() - 1; step >= 0; step--) {
			hidden(dh).addi(at(epsilon, step));
			applyMask(dh, step);
			backward(at(pass.x(), step), pass.previous(step), at(pass.output(), step), at(pass.saved(), step), dh,
					at(dx, step));
		}
		this.weightNoiseParams.clear();
		this.forwardPass = null;
		Gradient gradient = new DefaultGradient(this.gradientsFlattened);
		this.gradientViews.forEach(gradient::setGradientFor);
		return new Pair<>(gradient, backpropDropOutIfPresent(dx));
	}

	@Override
	public Pair<Gradient, INDArray> tbpttBackpropGradient(INDArray epsilon, int steps, LayerWorkspaceMgr workspaces) {
		return backpropGradient(epsilon, workspaces);
	}

	@Override
	public Pair<INDArray, MaskState> feedForwardMaskArray(INDArray mask, MaskState state, int streams) {
		this.maskArray = mask;
		return new Pair<>(mask, MaskState.Passthrough);
	}

	@Override
	public boolean isPretrainLayer() {
		return false;
	}

	@Override
	public void clear() {
		super.clear();
		this.forwardPass = null;
	}

	/** The part of states, or of their gradient, that is h. */
	private INDArray hidden(INDArray states) {
		INDArrayIndex h = NDArrayIndex.interval(0, layerConf().getNOut());
		return (states.rank() == 2) ? states.get(NDArrayIndex.all(), h)
				: states.get(NDArrayIndex.all(), h, NDArrayIndex.all());
	}

	private void applyMask(INDArray values, long step) {
		if (this.maskArray != null) {
			values.muliColumnVector(this.maskArray.getColumn(step, true).castTo(this.dataType));
		}
	}

	INDArray gradientOf(String parameter) {
		return Objects.requireNonNull(this.gradientViews.get(parameter));
	}

	/** Blocks of H columns. */
	INDArray blocks(INDArray matrix, long from, long to) {
		long hiddenSize = layerConf().getNOut();
		return matrix.get(NDArrayIndex.all(), NDArrayIndex.interval(from * hiddenSize, to * hiddenSize));
	}

	/** The columns of one step. */
	static INDArray at(INDArray sequence, long step) {
		return sequence.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(step));
	}

	/** One training pass, kept for the backward pass. */
	private record ForwardPass(INDArray x, INDArray initial, INDArray output, INDArray saved) {

		INDArray previous(long step) {
			return (step == 0) ? this.initial : at(this.output, step - 1);
		}

		INDArray last() {
			return at(this.output, steps() - 1).dup('f');
		}

		long steps() {
			return this.output.size(2);
		}

	}

}
