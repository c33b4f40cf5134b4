package io.charrnn.model.dl4j;

import java.util.Collection;
import java.util.Map;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * DL4J's LSTM whose backward pass begins from the state that its forward pass began from.
 * DL4J's own carries the state forward only: its network always asks for the gradient of
 * a pass that began from zero.
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
		layer.setListeners(listeners);
		layer.setIndex(index);
		layer.setParamsViewArray(parameters);
		layer.setParamTable(initializer().init(configuration, parameters, initialize));
		layer.setConf(configuration);
		return layer;
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
			return tbpttBackpropGradient(epsilon, Integer.MAX_VALUE, workspaces);
		}

	}

}
