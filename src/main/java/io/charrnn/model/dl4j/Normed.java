package io.charrnn.model.dl4j;

import java.util.Collection;
import java.util.Objects;

import io.charrnn.model.Cell;
import io.charrnn.model.Normalization;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.LayerValidation;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Configuration of a recurrent layer whose sums are divided by their root mean square:
 * {@link Cell} has the equations and the order of the gates, {@link Normalization#RMS}
 * what is done with the sums. Parameters are {@code W [inputSize][gates x H]},
 * {@code RW [H][gates x H]}, {@code b [biases x H]} and {@code g [biases x H]}. Public
 * because DL4J names it in the configuration of a saved network.
 */
public final class Normed extends BaseRecurrentLayer {

	private @Nullable Cell cell;

	private Normed() {
	}

	private Normed(Builder builder) {
		super(builder);
		this.cell = builder.cell;
	}

	/** The cell whose sums are normalized. */
	public Cell getCell() {
		return Objects.requireNonNull(this.cell);
	}

	public void setCell(Cell cell) {
		this.cell = cell;
	}

	@Override
	public Layer instantiate(NeuralNetConfiguration configuration, Collection<TrainingListener> listeners, int index,
			INDArray parameters, boolean initialize, DataType type) {
		LayerValidation.assertNInNOutSet("Normed", getLayerName(), index, getNIn(), getNOut());
		Layer layer = new NormedLayer(configuration, type);
		return PlacedLayers.place(layer, configuration, listeners, index, parameters, initialize);
	}

	@Override
	public ParamInitializer initializer() {
		return NormedParameters.INSTANCE;
	}

	/** Parameters as they are, and for each time step h and what training saves. */
	@Override
	public LayerMemoryReport getMemoryReport(InputType inputType) {
		InputType.InputTypeRecurrent input = (InputType.InputTypeRecurrent) inputType;
		long parameters = initializer().numParams(this);
		long steps = Math.max(1, input.getTimeSeriesLength());
		return new LayerMemoryReport.Builder(getLayerName(), Normed.class, inputType, getOutputType(-1, inputType))
			.standardMemory(parameters, (int) getIUpdater().stateSize(parameters))
			.workingMemory(0, 4 * getNOut(), 0, (getNIn() + 12 * getNOut()) * steps)
			.cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
			.build();
	}

	/** Takes inputs, outputs and initialization as DL4J's own recurrent layers do. */
	public static final class Builder extends BaseRecurrentLayer.Builder<Builder> {

		private final Cell cell;

		Builder(Cell cell) {
			this.cell = cell;
		}

		@Override
		@SuppressWarnings("unchecked")
		public Normed build() {
			return new Normed(this);
		}

	}

}
