package io.charrnn.model.dl4j;

import java.util.Collection;

import io.charrnn.model.Cell;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.LayerValidation;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Configuration of a gated recurrent unit, a layer that DL4J lacks; {@link Cell#GRU} has
 * the equations and the order of the gates in {@code W [inputSize][3H]},
 * {@code RW [H][3H]} and {@code b [4H]}. The activations are fixed. Public because DL4J
 * names it in the configuration of a saved network.
 */
public final class Gru extends BaseRecurrentLayer {

	private Gru() {
	}

	private Gru(Builder builder) {
		super(builder);
	}

	@Override
	public Layer instantiate(NeuralNetConfiguration configuration, Collection<TrainingListener> listeners, int index,
			INDArray parameters, boolean initialize, DataType type) {
		LayerValidation.assertNInNOutSet("Gru", getLayerName(), index, getNIn(), getNOut());
		Layer layer = new GruLayer(configuration, type);
		return PlacedLayers.place(layer, configuration, listeners, index, parameters, initialize);
	}

	@Override
	public ParamInitializer initializer() {
		return GruParameters.INSTANCE;
	}

	/** Parameters as they are, and for each time step h and what training saves. */
	@Override
	public LayerMemoryReport getMemoryReport(InputType inputType) {
		InputType.InputTypeRecurrent input = (InputType.InputTypeRecurrent) inputType;
		long parameters = initializer().numParams(this);
		long steps = Math.max(1, input.getTimeSeriesLength());
		return new LayerMemoryReport.Builder(getLayerName(), Gru.class, inputType, getOutputType(-1, inputType))
			.standardMemory(parameters, (int) getIUpdater().stateSize(parameters))
			.workingMemory(0, 3 * getNOut(), 0, (getNIn() + 6 * getNOut()) * steps)
			.cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
			.build();
	}

	/** Takes inputs, outputs and initialization as DL4J's own recurrent layers do. */
	public static final class Builder extends BaseRecurrentLayer.Builder<Builder> {

		@Override
		@SuppressWarnings("unchecked")
		public Gru build() {
			return new Gru(this);
		}

	}

}
