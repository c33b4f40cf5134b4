package io.charrnn.inference.prediction;

import java.util.ArrayList;
import java.util.List;

import io.charrnn.inference.Beginning;
import io.charrnn.inference.prediction.PredictionResponse.Prediction;
import io.charrnn.inference.serving.LoadedModel;
import io.charrnn.inference.serving.Reading;
import io.charrnn.inference.serving.Request;
import io.charrnn.inference.serving.Requests;
import io.charrnn.problem.UnprocessableException;

import org.springframework.stereotype.Component;

/** Responds with predictions. */
@Component
public class PredictionAnswers {

	private final Requests requests;

	private final SearchMemory memory;

	PredictionAnswers(Requests requests, SearchMemory memory) {
		this.requests = requests;
		this.memory = memory;
	}

	/**
	 * Predicts what follows texts.
	 * @throws UnprocessableException if continuations are asked of a mixture
	 * @throws io.charrnn.problem.UnavailableException if there are too many requests
	 */
	public PredictionResponse predict(LoadedModel model, List<Beginning> texts, PredictionSettings settings) {
		if (model.isMixed() && settings.length() > 0) {
			throw UnprocessableException.outOfBounds("length", settings.length(),
					"left out with a mixture, or mixture be false, because continuations use the network alone");
		}
		List<Forecast> forecasts = texts.stream().map(Forecast::new).toList();
		Distribution distribution = new Distribution(model.alphabet(), settings.temperature());
		List<Prediction> predictions = new ArrayList<>();
		try (Request request = this.requests.begin()) {
			List<Reading> readings = new ArrayList<>();
			for (int index = 0; index < forecasts.size(); index++) {
				readings.add(request.start(model, forecasts.get(index), texts.get(index).state().copy()));
			}
			request.await();
			Continuations continuations = new Continuations(model, settings, this.memory);
			for (int index = 0; index < forecasts.size(); index++) {
				float[] logits = forecasts.get(index).logits();
				predictions.add(distribution.describe(logits, settings.top(),
						(settings.length() > 0) ? continuations.find(readings.get(index).state(), logits,
								Continuations.MOST_STEPS / forecasts.size(), request) : null));
			}
		}
		return new PredictionResponse(model.reference(), predictions, model.isMixed(), model.fingerprint());
	}

}
