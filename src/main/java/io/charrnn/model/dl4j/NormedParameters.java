package io.charrnn.model.dl4j;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.charrnn.model.Cell;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

import static io.charrnn.model.dl4j.HiddenStateLayer.BIAS;
import static io.charrnn.model.dl4j.HiddenStateLayer.INPUT_WEIGHTS;
import static io.charrnn.model.dl4j.HiddenStateLayer.RECURRENT_WEIGHTS;

/** Where a {@link Normed}'s parameters stand in its part of the flat vector. */
final class NormedParameters implements ParamInitializer {

	static final String GAIN = "g";

	static final NormedParameters INSTANCE = new NormedParameters();

	private static final List<String> WEIGHTS = List.of(INPUT_WEIGHTS, RECURRENT_WEIGHTS);

	private NormedParameters() {
	}

	@Override
	public long numParams(NeuralNetConfiguration configuration) {
		return numParams(configuration.getLayer());
	}

	@Override
	public long numParams(Layer layer) {
		Normed normed = (Normed) layer;
		Cell cell = normed.getCell();
		return normed.getNOut() * (cell.gates() * (normed.getNIn() + normed.getNOut()) + 2L * cell.biases());
	}

	@Override
	public List<String> paramKeys(Layer layer) {
		return List.of(INPUT_WEIGHTS, RECURRENT_WEIGHTS, BIAS, GAIN);
	}

	@Override
	public List<String> weightKeys(Layer layer) {
		return WEIGHTS;
	}

	@Override
	public List<String> biasKeys(Layer layer) {
		return List.of(BIAS, GAIN);
	}

	@Override
	public boolean isWeightParam(Layer layer, String key) {
		return WEIGHTS.contains(key);
	}

	@Override
	public boolean isBiasParam(Layer layer, String key) {
		return BIAS.equals(key) || GAIN.equals(key);
	}

	@Override
	public Map<String, INDArray> init(NeuralNetConfiguration configuration, INDArray parameters, boolean initialize) {
		Normed normed = (Normed) configuration.getLayer();
		Map<String, INDArray> views = getGradientsFromFlattened(configuration, parameters);
		views.keySet().forEach(configuration::addVariable);
		if (initialize) {
			views.forEach((key, view) -> initialize(normed, key, view));
		}
		return views;
	}

	/** The fans are those that DL4J uses for its LSTM. */
	private static void initialize(Normed normed, String key, INDArray view) {
		if (key.equals(GAIN)) {
			view.assign(1);
			return;
		}
		if (key.equals(BIAS)) {
			view.assign(normed.getBiasInit());
			return;
		}
		IWeightInit recurrentInit = normed.getWeightInitFnRecurrent();
		boolean own = key.equals(RECURRENT_WEIGHTS) && recurrentInit != null;
		IWeightInit weightInit = own ? recurrentInit : normed.getWeightInitFn();
		weightInit.init(normed.getNOut(), normed.getNIn() + normed.getNOut(), view.shape(), 'f',
				view.reshape('f', new long[] { view.length() }));
	}

	@Override
	public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration configuration, INDArray flat) {
		Normed normed = (Normed) configuration.getLayer();
		long columns = normed.getCell().gates() * normed.getNOut();
		long recurrentWeights = normed.getNIn() * columns;
		long bias = recurrentWeights + normed.getNOut() * columns;
		INDArray vector = flat.reshape(flat.length());
		Map<String, INDArray> views = new LinkedHashMap<>();
		views.put(INPUT_WEIGHTS, part(vector, 0, recurrentWeights).reshape('f', normed.getNIn(), columns));
		views.put(RECURRENT_WEIGHTS, part(vector, recurrentWeights, bias).reshape('f', normed.getNOut(), columns));
		long gain = bias + normed.getCell().biases() * normed.getNOut();
		views.put(BIAS, part(vector, bias, gain));
		views.put(GAIN, part(vector, gain, vector.length()));
		return views;
	}

	private static INDArray part(INDArray vector, long from, long to) {
		return vector.get(NDArrayIndex.interval(from, to));
	}

}
