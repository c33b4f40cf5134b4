package io.charrnn.inference;

import java.io.IOException;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;

import io.charrnn.inference.ScoreResponse.Score;
import io.charrnn.inference.ScoreResponse.ScoredCharacter;
import io.charrnn.inference.serving.InferenceSettings;
import io.charrnn.inference.serving.LoadedModel;
import io.charrnn.inference.serving.LoadedModels;
import io.charrnn.inference.serving.Turn;
import io.charrnn.inference.serving.Turns;
import io.charrnn.model.Alphabet;
import io.charrnn.model.EncodedText;
import io.charrnn.model.kernel.TextReader;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Says how well a model predicts texts. */
@RestController
@Tag(name = "Inference")
class ScoreController {

	private final LoadedModels models;

	private final Turns turns;

	private final InferenceSettings settings;

	ScoreController(LoadedModels models, Turns turns, InferenceSettings settings) {
		this.models = models;
		this.turns = turns;
		this.settings = settings;
	}

	@Operation(operationId = "score", summary = "Score one or more texts",
			description = "Says how surprising each character of a text is to the model, given all before it. The "
					+ "model reads from the zero state and knows no mark of a text's beginning: the first character is "
					+ "read but not predicted, its surprisal is null, and the loss of a text of N characters is the "
					+ "mean over the other N - 1. Texts are read in Unicode's normal form C, or as they are if the "
					+ "model knows all their characters only so.")
	@PostMapping(path = "/api/v1/models/{reference}/scores", consumes = "application/json",
			produces = "application/json")
	ScoreResponse score(
			@Parameter(description = "`name:version`, `name` for its newest version, or a checkpoint's id.",
					example = "shakespeare:3") @PathVariable String reference,
			@RequestBody ScoreRequest request) throws IOException {
		List<String> texts = Fields.texts(request.text(), request.texts(), this.settings.maxScoredCharacters());
		LoadedModel model = this.models.get(reference);
		List<EncodedText> encoded = new ArrayList<>();
		for (String text : texts) {
			encoded.add(Texts.encode(text, model.alphabet(), request.unknownCharacters()));
			requireTwoCharacters(encoded, request.texts() != null);
		}
		List<Score> scores = new ArrayList<>();
		try (Turn turn = this.turns.begin(Turn.Between.NOTHING)) {
			for (EncodedText text : encoded) {
				double[] surprisals = surprisals(model, text, turn);
				double sum = 0;
				for (double surprisal : surprisals) {
					sum += surprisal;
				}
				List<ScoredCharacter> characters = new ScoredCharacters(model.alphabet(), text, surprisals);
				scores.add(Score.of(sum / surprisals.length, request.wantsCharacters() ? characters : null));
			}
		}
		return new ScoreResponse(model.reference(), scores, model.fingerprint());
	}

	private static void requireTwoCharacters(List<EncodedText> texts, boolean many) {
		int last = texts.size() - 1;
		if (texts.get(last).length() < 2) {
			String field = many ? "texts[%d]".formatted(last) : "text";
			throw Fields.size(field, texts.get(last).length(), "at least 2 characters that the model knows");
		}
	}

	/** As {@link io.charrnn.model.kernel.Evaluation#surprisals}, but in turns. */
	private static double[] surprisals(LoadedModel model, EncodedText text, Turn turn) throws IOException {
		TextReader reader = new TextReader(model.stepper());
		double[] surprisals = new double[text.length() - 1];
		for (int position = 0; position < surprisals.length; position++) {
			reader.read(text.at(position));
			surprisals[position] = reader.surprisal(text.at(position + 1));
			turn.next();
		}
		return surprisals;
	}

	/** Makes each element when it is written: a text may have a million. */
	private static final class ScoredCharacters extends AbstractList<ScoredCharacter> {

		private final Alphabet alphabet;

		private final EncodedText text;

		private final double[] surprisals;

		ScoredCharacters(Alphabet alphabet, EncodedText text, double[] surprisals) {
			this.alphabet = alphabet;
			this.text = text;
			this.surprisals = surprisals;
		}

		@Override
		public ScoredCharacter get(int index) {
			String character = Character.toString(this.alphabet.characterAt(this.text.at(index)));
			return new ScoredCharacter(character, (index > 0) ? this.surprisals[index - 1] : null);
		}

		@Override
		public int size() {
			return this.text.length();
		}

	}

}
