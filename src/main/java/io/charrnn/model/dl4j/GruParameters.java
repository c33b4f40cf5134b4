package io.charrnn.model.dl4j;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

import static io.charrnn.model.dl4j.HiddenStateLayer.BIAS;
import static io.charrnn.model.dl4j.HiddenStateLayer.INPUT_WEIGHTS;
import static io.charrnn.model.dl4j.HiddenStateLayer.RECURRENT_WEIGHTS;

/** Where a {@link Gru}'s parameters stand in its part of the flat vector. */
final class GruParameters implements ParamInitializer {

	static final GruParameters INSTANCE = new GruParameters();

	private static final List<String> WEIGHTS = List.of(INPUT_WEIGHTS, RECURRENT_WEIGHTS);

	private GruParameters() {
	}

	@Override
	public long numParams(NeuralNetConfiguration configuration) {
		return numParams(configuration.getLayer());
	}

	@Override
	public long numParams(Layer layer) {
		Gru gru = (Gru) layer;
		return gru.getNOut() * (3 * gru.getNIn() + 3 * gru.getNOut() + 4);
	}

	@Override
	public List<String> paramKeys(Layer layer) {
		return List.of(INPUT_WEIGHTS, RECURRENT_WEIGHTS, BIAS);
	}

	@Override
	public List<String> weightKeys(Layer layer) {
		return WEIGHTS;
	}

	@Override
	public List<String> biasKeys(Layer layer) {
		return List.of(BIAS);
	}

	@Override
	public boolean isWeightParam(Layer layer, String key) {
		return WEIGHTS.contains(key);
	}

	@Override
	public boolean isBiasParam(Layer layer, String key) {
		return BIAS.equals(key);
	}

	@Override
	public Map<String, INDArray> init(NeuralNetConfiguration configuration, INDArray parameters, boolean initialize) {
		Gru gru = (Gru) configuration.getLayer();
		Map<String, INDArray> views = getGradientsFromFlattened(configuration, parameters);
		views.keySet().forEach(configuration::addVariable);
		if (initialize) {
			views.forEach((key, view) -> initialize(gru, key, view));
		}
		return views;
	}

	/** The fans are those that DL4J uses for its LSTM. */
	private static void initialize(Gru gru, String key, INDArray view) {
		if (key.equals(BIAS)) {
			view.assign(gru.getBiasInit());
			return;
		}
		IWeightInit recurrentInit = gru.getWeightInitFnRecurrent();
		boolean own = key.equals(RECURRENT_WEIGHTS) && recurrentInit != null;
		IWeightInit weightInit = own ? recurrentInit : gru.getWeightInitFn();
		weightInit.init(gru.getNOut(), gru.getNIn() + gru.getNOut(), view.shape(), 'f',
				view.reshape('f', new long[] { view.length() }));
	}

	@Override
	public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration configuration, INDArray flat) {
		Gru gru = (Gru) configuration.getLayer();
		long columns = 3 * gru.getNOut();
		long recurrentWeights = gru.getNIn() * columns;
		long bias = recurrentWeights + gru.getNOut() * columns;
		INDArray vector = flat.reshape(flat.length());
		Map<String, INDArray> views = new LinkedHashMap<>();
		views.put(INPUT_WEIGHTS, part(vector, 0, recurrentWeights).reshape('f', gru.getNIn(), columns));
		views.put(RECURRENT_WEIGHTS, part(vector, recurrentWeights, bias).reshape('f', gru.getNOut(), columns));
		views.put(BIAS, part(vector, bias, vector.length()));
		return views;
	}

	private static INDArray part(INDArray vector, long from, long to) {
		return vector.get(NDArrayIndex.interval(from, to));
	}

}
