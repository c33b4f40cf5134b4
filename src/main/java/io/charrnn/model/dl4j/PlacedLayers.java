package io.charrnn.model.dl4j;

import java.util.Collection;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Gives new layers their place in a network, as DL4J's configurations do for its own. */
final class PlacedLayers {

	private PlacedLayers() {
	}

	/**
	 * Places a layer.
	 * @param index of the layer in the network
	 * @param parameters the layer's part of the network's vector
	 * @param initialize whether to draw them
	 */
	static Layer place(Layer layer, NeuralNetConfiguration configuration, Collection<TrainingListener> listeners,
			int index, INDArray parameters, boolean initialize) {
		layer.setListeners(listeners);
		layer.setIndex(index);
		layer.setParamsViewArray(parameters);
		layer.setParamTable(configuration.getLayer().initializer().init(configuration, parameters, initialize));
		layer.setConf(configuration);
		return layer;
	}

}
