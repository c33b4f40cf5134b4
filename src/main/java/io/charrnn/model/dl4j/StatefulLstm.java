package io.charrnn.model.dl4j;

import java.util.Collection;
import java.util.Map;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.recurrent.FwdPassReturn;
import org.deeplearning4j.nn.layers.recurrent.LSTMHelpers;
import org.deeplearning4j.nn.params.LSTMParamInitializer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * DL4J's LSTM whose backward pass begins from the state that its forward pass began from,
 * and ends where a mask does. DL4J's own carries the state forward only: its network
 * always asks for the gradient of a pass that began from zero.
 */
final class StatefulLstm extends LSTM {

	/** With the activations and the forget-gate bias of all our networks. */
	StatefulLstm(int inputSize, int hiddenSize) {
		setNIn(inputSize);
		setNOut(hiddenSize);
		setActivationFn(new ActivationTanH());
		setGateActivationFn(new ActivationSigmoid());
		setForgetGateBiasInit(1);
		setRnnDataFormat(RNNFormat.NCW);
	}

	@Override
	public Layer instantiate(NeuralNetConfiguration configuration, Collection<TrainingListener> listeners, int index,
			INDArray parameters, boolean initialize, DataType type) {
		Layer layer = new StatefulLayer(configuration, type);
		return PlacedLayers.place(layer, configuration, listeners, index, parameters, initialize);
	}

	private static final class StatefulLayer extends org.deeplearning4j.nn.layers.recurrent.LSTM {

		private StatefulLayer(NeuralNetConfiguration configuration, DataType type) {
			super(configuration, type);
		}

		@Override
		public INDArray rnnActivateUsingStoredState(INDArray input, boolean training, boolean store,
				LayerWorkspaceMgr workspaces) {
			rnnSetPreviousState(Map.copyOf(this.tBpttStateMap));
			return super.rnnActivateUsingStoredState(input, training, store, workspaces);
		}

		@Override
		public Pair<Gradient, @Nullable INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
			return (this.maskArray != null) ? maskedGradient(epsilon, this.maskArray, workspaces)
					: tbpttBackpropGradient(epsilon, Integer.MAX_VALUE, workspaces);
		}

		/**
		 * DL4J's own lets the gradient flow on through steps that the mask leaves out.
		 */
		private Pair<Gradient, @Nullable INDArray> maskedGradient(INDArray epsilon, INDArray mask,
				LayerWorkspaceMgr workspaces) {
			INDArray weights = getParamWithNoise(LSTMParamInitializer.INPUT_WEIGHT_KEY, true, workspaces);
			INDArray recurrent = getParamWithNoise(LSTMParamInitializer.RECURRENT_WEIGHT_KEY, true, workspaces);
			INDArray bias = getParamWithNoise(LSTMParamInitializer.BIAS_KEY, true, workspaces);
			IActivation gates = layerConf().getGateActivationFn();
			FwdPassReturn pass = LSTMHelpers.activateHelper(this, this.conf, gates, this.input, recurrent, weights,
					bias, true, this.stateMap.get(STATE_KEY_PREV_ACTIVATION), this.stateMap.get(STATE_KEY_PREV_MEMCELL),
					true, true, LSTMParamInitializer.INPUT_WEIGHT_KEY, mask, false, null, CacheMode.NONE, workspaces,
					true);
			Pair<Gradient, @Nullable INDArray> gradient = LSTMHelpers.backpropGradientHelper(this, this.conf, gates,
					this.input, recurrent, weights, epsilon, true, Integer.MAX_VALUE, pass, true,
					LSTMParamInitializer.INPUT_WEIGHT_KEY, LSTMParamInitializer.RECURRENT_WEIGHT_KEY,
					LSTMParamInitializer.BIAS_KEY, this.gradientViews, mask, false, null, workspaces, true);
			this.weightNoiseParams.clear();
			return gradient;
		}

	}

}
