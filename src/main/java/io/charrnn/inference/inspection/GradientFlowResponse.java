package io.charrnn.inference.inspection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.charrnn.model.GradientFlow;
import io.charrnn.model.GradientFlow.Layer;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How gradients flow back through a model's layers.
 *
 * @param model exact reference of the model
 * @param characters of the text that was read
 * @param positions predictions whose norms were averaged
 * @param loss mean cross-entropy of those predictions, nats per character
 * @param layers from the first to the one under the output
 */
@Schema(name = "GradientFlow",
		example = """
				{"model": "shakespeare:3", "characters": 1000, "positions": 10, "loss": 1.52, "layers": [
				 {"layer": 0, "hiddenNorms": [0.31, 0.17, 0.12, 0.09], "cellNorms": [0.21, 0.16, 0.13, 0.11], "factor": 0.66},
				 {"layer": 1, "hiddenNorms": [1.12, 0.21, 0.14, 0.1], "cellNorms": [0.43, 0.3, 0.23, 0.18], "factor": 0.45}]}""")
record GradientFlowResponse(String model, int characters, int positions, double loss, List<LayerNorms> layers) {

	static GradientFlowResponse of(String model, int characters, GradientFlow flow) {
		List<LayerNorms> layers = new ArrayList<>();
		for (Layer layer : flow.layers()) {
			layers.add(new LayerNorms(layers.size(), list(layer.hidden()),
					(layer.cell().length > 0) ? list(layer.cell()) : null, layer.factor()));
		}
		return new GradientFlowResponse(model, characters, flow.positions(), flow.loss(), layers);
	}

	private static List<Double> list(double[] values) {
		return Arrays.stream(values).boxed().toList();
	}

	/**
	 * The norms of one layer.
	 *
	 * @param layer counted from 0
	 * @param hiddenNorms mean L2 norm of d loss_t / d h_{t-k}, at index k
	 * @param cellNorms mean L2 norm of d loss_t / d c_{t-k} of an LSTM, at index k, else
	 * null
	 * @param factor what hiddenNorms are multiplied with from one lag to the next, in the
	 * geometric mean: below 1 gradients vanish, above 1 they explode
	 */
	@Schema(name = "GradientFlowOfLayer")
	record LayerNorms(int layer, List<Double> hiddenNorms, @Nullable List<Double> cellNorms, double factor) {
	}

}
