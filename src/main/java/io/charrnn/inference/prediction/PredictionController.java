package io.charrnn.inference.prediction;

import java.util.List;

import io.charrnn.inference.Beginning;
import io.charrnn.inference.Fields;
import io.charrnn.inference.Texts;
import io.charrnn.inference.serving.InferenceSettings;
import io.charrnn.inference.serving.LoadedModel;
import io.charrnn.inference.serving.MixedModels;
import io.charrnn.registry.AnyModel;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Predicts the next character. */
@RestController
@Tag(name = "Inference")
class PredictionController {

	private final MixedModels models;

	private final PredictionAnswers answers;

	private final InferenceSettings settings;

	PredictionController(MixedModels models, PredictionAnswers answers, InferenceSettings settings) {
		this.models = models;
		this.answers = answers;
		this.settings = settings;
	}

	@Operation(operationId = "predict", summary = "Predict the next character of one or more texts",
			description = "Returns the most likely next characters of each text, sorted by probability, and with "
					+ "`length` its most probable continuations of that many characters. For an empty text, "
					+ "predicts the first character of a document, or of a line, if the model knows either. "
					+ "Texts are read in Unicode normalization form C, or in another form if only that "
					+ "consists of characters the model knows.")
	@PostMapping(path = "/api/v1/models/{reference}/predictions", consumes = "application/json",
			produces = "application/json")
	PredictionResponse predict(@AnyModel @PathVariable String reference, @RequestBody PredictionRequest request) {
		PredictionSettings settings = PredictionSettings.of(request.top(), request.length(), request.temperature());
		List<String> texts = Fields.texts(request.text(), request.texts(), this.settings.maxTexts(),
				this.settings.maxPromptCharacters());
		LoadedModel model = this.models.get(reference, request.mixture());
		List<Beginning> beginnings = texts.stream()
			.map((text) -> Beginning.of(model, Texts.encode(text, model.alphabet(), request.unknownCharacters()),
					request.label()))
			.toList();
		this.models.takeMemory(model, beginnings.stream().mapToInt((text) -> text.text().length()).toArray());
		return this.answers.predict(model, beginnings, settings);
	}

}
