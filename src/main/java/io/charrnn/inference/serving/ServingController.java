package io.charrnn.inference.serving;

import io.charrnn.model.Architecture;
import io.charrnn.model.Precision;
import io.charrnn.problem.MalformedException;
import io.charrnn.registry.AnyModel;
import io.charrnn.registry.Models;
import io.charrnn.registry.ServingMode;
import io.charrnn.registry.StoredModel;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Says and sets how a model is computed. */
@RestController
@RequestMapping("/api/v1/models/{reference}/serving")
@Tag(name = "Models")
class ServingController {

	private final Models registry;

	private final MixedModels models;

	private final PinnedModels pinned;

	ServingController(Models registry, MixedModels models, PinnedModels pinned) {
		this.registry = registry;
		this.models = models;
		this.pinned = pinned;
	}

	@Operation(operationId = "showServing", summary = "Show how a model is served",
			description = "Loads the model if it is not in memory.")
	@GetMapping(produces = "application/json")
	Serving show(@AnyModel @PathVariable String reference) {
		return serving(this.registry.find(reference));
	}

	@Operation(operationId = "setServing", summary = "Set how a model is served",
			description = "With `bfloat16`, the operands of matrix products are rounded to 8 bits of precision, "
					+ "which is faster for many texts at once on processors that support it; others reject it "
					+ "with 422. `auto` is `bfloat16` where the processor supports it and a single text is faster, "
					+ "too, and `float32` elsewhere. The fingerprint changes, and so do texts. Requests in progress are not "
					+ "affected. A bare name means the version that is newest now; later versions start with "
					+ "`float32`. With `pinned`, a version is loaded at startup and kept in memory, on every "
					+ "replica; pinned models that would need more than three quarters of the memory for "
					+ "models are rejected with 422, and those beyond the workspace's quota with 409. With "
					+ "`mixture`, the network is combined with character n-grams in predictions and generated "
					+ "texts; the corpus of the version must not have been deleted. Fields left out do not "
					+ "change.")
	@ApiResponse(responseCode = "200", description = "The current settings.")
	@ApiResponse(responseCode = "422", ref = "#/components/responses/Unprocessable")
	@PutMapping(consumes = "application/json", produces = "application/json")
	Serving set(@Parameter(description = "`name:version`, or `name` for its newest version.",
			example = "shakespeare:3") @PathVariable String reference, @RequestBody ServingSettings settings) {
		StoredModel model = this.registry.find(reference);
		ServingMode mode = settings.appliedTo(model.serving(), model.architecture());
		if (mode.pinned()) {
			this.pinned.requireRoom(model.served(mode));
		}
		serving(model.served(mode));
		StoredModel served = this.registry.serve(model.reference(), mode, Weights.size(model.architecture()));
		this.pinned.work();
		return serving(served);
	}

	private Serving serving(StoredModel model) {
		LoadedModel loaded = this.models.get(model, null);
		return new Serving(loaded.reference(), loaded.stepper().precision(), model.serving().pinned(), loaded.isMixed(),
				loaded.fingerprint());
	}

	/** How to serve a model. */
	@Schema(name = "ServingSettings", example = """
			{"precision": "auto", "pinned": true, "mixture": false}""")
	record ServingSettings(
			@Schema(description = "Precision of the operands of matrix products; sums are always float32.",
					example = "auto") @Nullable WantedPrecision precision,
			@Schema(description = "Whether it is loaded at startup and kept in memory.",
					example = "true") @Nullable Boolean pinned,
			@Schema(description = "Whether its predictions are combined with character n-grams of the training text "
					+ "and of the text so far, unless a request says otherwise; scores are not.",
					example = "false") @Nullable Boolean mixture) {

		ServingMode appliedTo(ServingMode mode, Architecture architecture) {
			if (this.precision == null && this.pinned == null && this.mixture == null) {
				throw new MalformedException("missing-field", "precision, pinned or mixture must be given.")
					.with("field", "precision");
			}
			return new ServingMode((this.precision != null) ? this.precision.of(architecture) : mode.precision(),
					(this.pinned != null) ? this.pinned : mode.pinned(),
					(this.mixture != null) ? this.mixture : mode.mixture());
		}

	}

	/** How a model is served. */
	record Serving(@Schema(description = "The version.", example = "shakespeare:3") String model,
			@Schema(description = "Precision of the operands of matrix products.",
					example = "bfloat16") Precision precision,
			@Schema(description = "Whether it is loaded at startup and kept in memory.",
					example = "true") boolean pinned,
			@Schema(description = "Whether its predictions are combined with character n-grams, unless a request "
					+ "says otherwise; scores are not.", example = "false") boolean mixture,
			@Schema(description = "Equal requests with equal fingerprints give equal answers.",
					example = "0f3a5c7788d1e2b4") String fingerprint) {
	}

}
