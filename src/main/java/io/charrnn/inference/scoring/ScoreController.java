package io.charrnn.inference.scoring;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import io.charrnn.connection.body.BodySize;
import io.charrnn.connection.body.TakesBody;
import io.charrnn.inference.Fields;
import io.charrnn.inference.Texts;
import io.charrnn.inference.learning.LearningModels;
import io.charrnn.inference.scoring.ScoreResponse.Baseline;
import io.charrnn.inference.scoring.ScoreResponse.LabelScore;
import io.charrnn.inference.scoring.ScoreResponse.Score;
import io.charrnn.inference.scoring.ScoreResponse.ScoredCharacter;
import io.charrnn.inference.serving.InferenceSettings;
import io.charrnn.inference.serving.LoadedModel;
import io.charrnn.inference.serving.MixedModels;
import io.charrnn.inference.serving.Request;
import io.charrnn.inference.serving.Requests;
import io.charrnn.model.Alphabet;
import io.charrnn.model.EncodedText;
import io.charrnn.model.HiddenState;
import io.charrnn.registry.AnyModel;
import io.charrnn.registry.Models;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.RequestContextHolder;

/** Says how well a model predicts texts. */
@RestController
@Tag(name = "Inference")
class ScoreController {

	private final MixedModels models;

	private final Models registry;

	private final Baselines baselines;

	private final Requests requests;

	private final LearningModels learning;

	private final ScoringBudget budget;

	private final InferenceSettings settings;

	ScoreController(MixedModels models, Models registry, Baselines baselines, Requests requests,
			LearningModels learning, ScoringBudget budget, InferenceSettings settings) {
		this.models = models;
		this.registry = registry;
		this.baselines = baselines;
		this.requests = requests;
		this.learning = learning;
		this.budget = budget;
		this.settings = settings;
	}

	@Operation(operationId = "score", summary = "Score one or more texts",
			description = "Returns how surprising each character of a text is to the model, given all characters "
					+ "before it. The model reads from the zero state, and no symbol marks the start of a "
					+ "text: the first character is read but not predicted, its surprisal is null, and the "
					+ "loss of a text of N characters is the mean over the other N - 1. For a model of "
					+ "documents, each text is a whole document: its first character is predicted, too, and so "
					+ "is its end, which follows the last character as an empty one; the loss is the mean over "
					+ "all N + 1. Texts are read in Unicode normalization form C, or in another form if only "
					+ "that consists of characters the model knows.")
	@PostMapping(path = "/api/v1/models/{reference}/scores", consumes = "application/json",
			produces = { "application/json", "text/csv" })
	@TakesBody(BodySize.LONG)
	ScoreResponse score(@AnyModel @PathVariable String reference, @RequestBody ScoreRequest request) {
		List<String> texts = Fields.texts(request.text(), request.texts(), this.settings.maxTexts(),
				this.settings.maxScoredCharacters());
		LoadedModel model = this.models.get(reference, request.wantsMixture());
		boolean comparesLabels = request.wantsLabels(model.alphabet());
		this.budget.take(
				texts.stream().mapToLong(String::length).sum()
						* (comparesLabels ? 1 + model.alphabet().labels().size() : 1),
				RequestContextHolder.currentRequestAttributes());
		List<EncodedText> encoded = new ArrayList<>();
		for (String text : texts) {
			encoded.add(whole(Texts.encode(text, model.alphabet(), request.unknownCharacters()), model.alphabet(),
					request));
			requireTwoCharacters(encoded, request.texts() != null);
		}
		double[][] losses = request.wantsBaselines()
				? this.baselines.losses(this.registry.find(model.reference()), model.alphabet(), encoded)
				: new double[0][];
		List<List<Surprisals>> surprisals = encoded.stream()
			.map((text) -> request.read(text, model.alphabet())
				.stream()
				.map((part) -> new Surprisals(part, model.alphabet().size(), model.mixer()))
				.toList())
			.toList();
		List<Surprisals> parts = surprisals.stream().flatMap(List::stream).toList();
		this.models.takeMemory(model, encoded.stream().mapToInt(EncodedText::length).toArray());
		if (request.wantsToLearn()) {
			this.learning.read(model, encoded.stream().mapToLong(EncodedText::length).sum(), parts);
		}
		else {
			read(model, parts);
		}
		List<List<LabelScore>> labels = comparesLabels ? new LabelComparison(model).of(encoded, this.requests)
				: List.of();
		List<Score> scores = new ArrayList<>();
		for (int index = 0; index < encoded.size(); index++) {
			double[] values = values(surprisals.get(index));
			List<ScoredCharacter> characters = new ScoredCharacters(model.alphabet(), encoded.get(index), values);
			scores.add(Score.of(sum(values) / values.length, (losses.length > 0) ? baselines(losses[index]) : null,
					request.wantsCharacters() ? characters : null, comparesLabels ? labels.get(index) : null));
		}
		return new ScoreResponse(model.reference(), scores, model.isMixed(), request.wantsToLearn(),
				model.fingerprint());
	}

	private void read(LoadedModel model, List<Surprisals> surprisals) {
		try (Request computed = this.requests.begin()) {
			surprisals.forEach((text) -> computed.start(model, text, HiddenState.zero(model.architecture())));
			computed.await();
		}
	}

	private static double[] values(List<Surprisals> parts) {
		return (parts.size() == 1) ? parts.get(0).values()
				: parts.stream().flatMapToDouble((part) -> Arrays.stream(part.values())).toArray();
	}

	/** A document with its beginning and its end. */
	private static EncodedText whole(EncodedText text, Alphabet alphabet, ScoreRequest request) {
		EncodedText begun = (alphabet.hasDocuments() || request.label() != null)
				? Texts.opening(alphabet, text, request.label()) : text;
		return alphabet.hasDocuments() ? begun.followedBy(new EncodedText(new char[] { (char) alphabet.end() }))
				: begun;
	}

	private static List<Baseline> baselines(double[] losses) {
		List<Baseline> baselines = new ArrayList<>();
		for (int order = 1; order <= losses.length; order++) {
			baselines.add(Baseline.of(order, losses[order - 1]));
		}
		return baselines;
	}

	private static void requireTwoCharacters(List<EncodedText> texts, boolean many) {
		int last = texts.size() - 1;
		if (texts.get(last).length() < 2) {
			String field = many ? String.format(Locale.ROOT, "texts[%d]", last) : "text";
			throw Fields.size(field, texts.get(last).length(), "at least 2 characters that the model knows");
		}
	}

	private static double sum(double[] values) {
		double sum = 0;
		for (double value : values) {
			sum += value;
		}
		return sum;
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
			int position = index + begun();
			String character = this.alphabet.textAt(this.text.at(position));
			return new ScoredCharacter(character, (position > 0) ? this.surprisals[position - 1] : null);
		}

		@Override
		public int size() {
			return this.text.length() - begun();
		}

		/** The mark that a document begins with is not told. */
		private int begun() {
			return this.alphabet.hasDocuments() ? 1 : 0;
		}

	}

}
