package io.charrnn.model.dl4j;

import java.util.Collection;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * DL4J's simple recurrent layer whose backward pass begins from the state that its
 * forward pass began from, where DL4J's own always begins from zero.
 */
final class StatefulRnn extends SimpleRnn {

	private StatefulRnn(Builder builder) {
		super(builder);
	}

	@Override
	public Layer instantiate(NeuralNetConfiguration configuration, Collection<TrainingListener> listeners, int index,
			INDArray parameters, boolean initialize, DataType type) {
		Layer layer = new RnnLayer(configuration, type);
		return PlacedLayers.place(layer, configuration, listeners, index, parameters, initialize);
	}

	/** Builds as DL4J's own builder does. */
	static final class Builder extends SimpleRnn.Builder {

		@Override
		@SuppressWarnings("unchecked")
		public StatefulRnn build() {
			return new StatefulRnn(this);
		}

	}

}
