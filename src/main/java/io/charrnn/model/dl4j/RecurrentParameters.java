package io.charrnn.model.dl4j;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

import static io.charrnn.model.dl4j.HiddenStateLayer.INPUT_WEIGHTS;
import static io.charrnn.model.dl4j.HiddenStateLayer.RECURRENT_WEIGHTS;

/**
 * Where the parameters of a recurrent layer stand in its part of the flat vector: weights
 * of the input, those of the state before, then what is one vector each.
 *
 * @param <C> the layer's configuration
 */
abstract class RecurrentParameters<C extends BaseRecurrentLayer> implements ParamInitializer {

	private static final List<String> WEIGHTS = List.of(INPUT_WEIGHTS, RECURRENT_WEIGHTS);

	private final Class<C> type;

	private final List<String> vectors;

	/**
	 * Describes layers.
	 * @param vectors names of the parameters behind the weights
	 */
	RecurrentParameters(Class<C> type, String... vectors) {
		this.type = type;
		this.vectors = List.of(vectors);
	}

	/** Blocks of H columns in the weights. */
	abstract long gates(C layer);

	/** Values of each of the vectors. */
	abstract long vectorLength(C layer);

	/** Sets one of the vectors to what it begins with. */
	void initialize(C layer, String vector, INDArray view) {
		view.assign(layer.getBiasInit());
	}

	@Override
	public long numParams(NeuralNetConfiguration configuration) {
		return numParams(configuration.getLayer());
	}

	@Override
	public long numParams(Layer configured) {
		C layer = this.type.cast(configured);
		return layer.getNOut() * gates(layer) * (layer.getNIn() + layer.getNOut())
				+ this.vectors.size() * vectorLength(layer);
	}

	@Override
	public List<String> paramKeys(Layer layer) {
		return Stream.concat(WEIGHTS.stream(), this.vectors.stream()).toList();
	}

	@Override
	public List<String> weightKeys(Layer layer) {
		return WEIGHTS;
	}

	@Override
	public List<String> biasKeys(Layer layer) {
		return this.vectors;
	}

	@Override
	public boolean isWeightParam(Layer layer, String key) {
		return WEIGHTS.contains(key);
	}

	@Override
	public boolean isBiasParam(Layer layer, String key) {
		return this.vectors.contains(key);
	}

	@Override
	public Map<String, INDArray> init(NeuralNetConfiguration configuration, INDArray parameters, boolean initialize) {
		C layer = this.type.cast(configuration.getLayer());
		Map<String, INDArray> views = getGradientsFromFlattened(configuration, parameters);
		views.keySet().forEach(configuration::addVariable);
		if (initialize) {
			views.forEach((key, view) -> {
				if (this.vectors.contains(key)) {
					initialize(layer, key, view);
				}
				else {
					initializeWeights(layer, key, view);
				}
			});
		}
		return views;
	}

	/** The fans are those that DL4J uses for its LSTM. */
	private static void initializeWeights(BaseRecurrentLayer layer, String key, INDArray view) {
		IWeightInit recurrentInit = layer.getWeightInitFnRecurrent();
		boolean own = key.equals(RECURRENT_WEIGHTS) && recurrentInit != null;
		IWeightInit weightInit = own ? recurrentInit : layer.getWeightInitFn();
		weightInit.init(layer.getNOut(), layer.getNIn() + layer.getNOut(), view.shape(), 'f',
				view.reshape('f', new long[] { view.length() }));
	}

	@Override
	public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration configuration, INDArray flat) {
		C layer = this.type.cast(configuration.getLayer());
		long columns = gates(layer) * layer.getNOut();
		long recurrentWeights = layer.getNIn() * columns;
		long end = recurrentWeights + layer.getNOut() * columns;
		INDArray vector = flat.reshape(flat.length());
		Map<String, INDArray> views = new LinkedHashMap<>();
		views.put(INPUT_WEIGHTS, part(vector, 0, recurrentWeights).reshape('f', layer.getNIn(), columns));
		views.put(RECURRENT_WEIGHTS, part(vector, recurrentWeights, end).reshape('f', layer.getNOut(), columns));
		for (String key : this.vectors) {
			views.put(key, part(vector, end, end + vectorLength(layer)));
			end += vectorLength(layer);
		}
		return views;
	}

	private static INDArray part(INDArray vector, long from, long to) {
		return vector.get(NDArrayIndex.interval(from, to));
	}

}
