package io.charrnn.inference.inspection;

import java.util.List;

import io.charrnn.access.Account;
import io.charrnn.access.Accounts;
import io.charrnn.inference.Fields;
import io.charrnn.inference.Texts;
import io.charrnn.inference.UnknownCharacters;
import io.charrnn.inference.serving.OneAtATime;
import io.charrnn.model.EncodedText;
import io.charrnn.model.GradientFlow;
import io.charrnn.model.LanguageModel;
import io.charrnn.problem.UnprocessableException;
import io.charrnn.registry.AnyModel;
import io.charrnn.registry.ModelMemory;
import io.charrnn.registry.Models;
import io.charrnn.registry.StoredModel;
import io.charrnn.registry.ValidationTexts;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows how far back gradients reach. */
@RestController
@Tag(name = "Inference")
class GradientFlowController {

	private static final int MOST_CHARACTERS = 1000;

	private static final int MOST_LAGS = 200;

	private static final int USUAL_LAGS = 100;

	private static final int POSITIONS = 10;

	private final Models models;

	private final ModelMemory memory;

	private final ValidationTexts validationTexts;

	private final Accounts accounts;

	/** Takes a core for up to some seconds. */
	private final OneAtATime measurements = new OneAtATime("gradient flows");

	GradientFlowController(Models models, ModelMemory memory, ValidationTexts validationTexts, Accounts accounts) {
		this.accounts = accounts;
		this.models = models;
		this.memory = memory;
		this.validationTexts = validationTexts;
	}

	@Operation(operationId = "gradientFlow", summary = "Show how gradients flow back through a model's layers",
			description = "For each layer, the norm of d loss_t / d h_{t-k} by lag k: how much the loss of a "
					+ "prediction depends on the hidden state k characters before. Averaged over ten "
					+ "predictions spread over the text, in double precision. Norms that fall fast with k are "
					+ "vanishing gradients, rising norms exploding ones.")
	@GetMapping(path = "/api/v1/models/{reference}/gradient-flow", produces = "application/json")
	GradientFlowResponse gradientFlow(@AnyModel @PathVariable String reference, @Parameter(
			description = "The text to read, 2 to 1,000 characters. Defaults to the beginning of the model's "
					+ "validation text, if it has not been deleted and was not drawn from all over the corpus.") @RequestParam(
							required = false) @Nullable String text,
			@Parameter(description = "The largest lag, 0 to 200 and at most the number of characters minus 2. Defaults "
					+ "to 100, or less for a shorter text.") @RequestParam(required = false) @Nullable Integer lags) {
		StoredModel stored = this.models.find(reference);
		String read = (text != null) ? text : validationText(stored);
		Fields.characters("text", List.of(read), MOST_CHARACTERS);
		long bytes = Float.BYTES * stored.architecture().parameterCount();
		Account account = this.accounts.open();
		return this.measurements.inTurn(() -> this.memory.within(bytes, () -> measure(stored, read, lags, account)));
	}

	private GradientFlowResponse measure(StoredModel stored, String read, @Nullable Integer lags, Account account) {
		LanguageModel model = this.models.load(stored);
		// Where documents begin and end, the text has line breaks.
		EncodedText encoded = Texts.encode(read, model.alphabet(),
				model.alphabet().hasDocuments() ? UnknownCharacters.SKIP : null);
		if (encoded.length() < 2) {
			throw Fields.size("text", encoded.length(), "at least 2 characters");
		}
		int most = Math.min(MOST_LAGS, encoded.length() - 2);
		int largest = Fields.within("lags", lags, 0, most, Math.min(USUAL_LAGS, most));
		account.charge(encoded.length());
		GradientFlow flow = GradientFlow.of(model, encoded, largest, POSITIONS);
		return GradientFlowResponse.of(stored.reference(), encoded.length(), flow);
	}

	private String validationText(StoredModel stored) {
		return this.validationTexts.beginning(stored.provenance(), MOST_CHARACTERS)
			.orElseThrow(() -> new UnprocessableException("no-validation-text",
					"The text must be given: %s has no validation text that is still stored and contiguous."
						.formatted(stored.reference()))
				.with("field", "text"));
	}

}
