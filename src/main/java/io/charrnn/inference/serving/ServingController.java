package io.charrnn.inference.serving;

import io.charrnn.model.Precision;
import io.charrnn.problem.MalformedException;
import io.charrnn.registry.Models;
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

	private final LoadedModels models;

	private final PinnedModels pinned;

	ServingController(Models registry, LoadedModels models, PinnedModels pinned) {
		this.registry = registry;
		this.models = models;
		this.pinned = pinned;
	}

	@Operation(operationId = "showServing", summary = "Show how a model is served",
			description = "Loads the model if it is not in memory.")
	@GetMapping(produces = "application/json")
	Serving show(@Parameter(description = "`name:version`, `name` for its newest version, or a checkpoint's id.",
			example = "shakespeare:3") @PathVariable String reference) {
		return serving(this.registry.find(reference));
	}

	@Operation(operationId = "setServing", summary = "Set how a model is served",
			description = "With `bfloat16`, factors of products are rounded to 8 bits of precision, which is faster for "
					+ "many texts at once on processors that have it; others refuse it with 422. The fingerprint "
					+ "becomes another one, and so do texts. Requests that are being computed go on as they began. A "
					+ "bare name means the version that is its newest now; later versions begin with `float32`. With "
					+ "`pinned`, a version is loaded at the start and never makes room for others, on every replica; "
					+ "pinned models that would take more than three quarters of the memory for models are refused with "
					+ "422, and those beyond the workspace's quota with 409. What is left out stays as it is.")
	@ApiResponse(responseCode = "200", description = "How it is served now.")
	@ApiResponse(responseCode = "422", ref = "#/components/responses/Unprocessable")
	@PutMapping(consumes = "application/json", produces = "application/json")
	Serving set(@Parameter(description = "`name:version`, or `name` for its newest version.",
			example = "shakespeare:3") @PathVariable String reference, @RequestBody ServingSettings settings) {
		if (settings.precision() == null && settings.pinned() == null) {
			throw new MalformedException("missing-field", "precision or pinned must be given.").with("field",
					"precision");
		}
		StoredModel model = this.registry.find(reference);
		Precision precision = (settings.precision() != null) ? settings.precision() : model.precision();
		boolean pins = (settings.pinned() != null) ? settings.pinned() : model.pinned();
		if (pins) {
			this.pinned.requireRoom(model.servedIn(precision));
		}
		serving(model.servedIn(precision));
		StoredModel served = this.registry.serve(model.reference(), precision, pins,
				Weights.size(model.architecture()));
		this.pinned.work();
		return serving(served);
	}

	private Serving serving(StoredModel model) {
		LoadedModel loaded = this.models.get(model);
		return new Serving(loaded.reference(), loaded.stepper().precision(), model.pinned(), loaded.fingerprint());
	}

	/**
	 * How to serve a model.
	 *
	 * @param precision of the factors of products, or null to leave it as it is
	 * @param pinned whether it stays in memory, or null to leave it as it is
	 */
	@Schema(name = "ServingSettings", example = """
			{"precision": "bfloat16", "pinned": true}""")
	record ServingSettings(
			@Schema(description = "Of the factors of products; sums are float32 either way.",
					example = "bfloat16") @Nullable Precision precision,
			@Schema(description = "Whether it is loaded at the start and stays in memory.",
					example = "true") @Nullable Boolean pinned) {
	}

	/**
	 * How a model is served.
	 *
	 * @param model which version it is
	 * @param precision of the factors of products
	 * @param pinned whether it stays in memory
	 * @param fingerprint that answers have
	 */
	record Serving(@Schema(description = "The version.", example = "shakespeare:3") String model,
			@Schema(description = "Of the factors of products.", example = "bfloat16") Precision precision,
			@Schema(description = "Whether it is loaded at the start and stays in memory.",
					example = "true") boolean pinned,
			@Schema(description = "Equal fingerprints and equal requests give equal answers.",
					example = "0f3a5c7788d1e2b4") String fingerprint) {
	}

}
