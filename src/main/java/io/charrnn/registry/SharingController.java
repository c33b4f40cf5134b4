package io.charrnn.registry;

import io.charrnn.problem.MalformedException;
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

/** Says and sets who may use a model. */
@RestController
@RequestMapping("/api/v1/models/{reference}/sharing")
@Tag(name = "Models")
class SharingController {

	private final Models models;

	SharingController(Models models) {
		this.models = models;
	}

	@Operation(operationId = "showSharing", summary = "Show who may use a model")
	@GetMapping(produces = "application/json")
	Sharing show(@Parameter(description = "`name:version`, or `name` for its newest version.",
			example = "shakespeare:3") @PathVariable String reference) {
		return Sharing.of(this.models.published(reference));
	}

	@Operation(operationId = "setSharing", summary = "Share a model with all workspaces, or with none",
			description = "Others use it as `name:version@workspace` and can see everything about it: its archive "
					+ "and its provenance, which names its training text but does not contain it. They cannot "
					+ "change it. If sharing is withdrawn, they can no longer use it, but models that they "
					+ "initialized from it remain theirs. A bare name means the version that is newest now; "
					+ "later versions start unshared.")
	@ApiResponse(responseCode = "200", description = "The current sharing.")
	@ApiResponse(responseCode = "422", ref = "#/components/responses/Unprocessable")
	@PutMapping(consumes = "application/json", produces = "application/json")
	Sharing set(@Parameter(description = "`name:version`, or `name` for its newest version.",
			example = "shakespeare:3") @PathVariable String reference, @RequestBody NewSharing request) {
		if (request.shared() == null) {
			throw MalformedException.missing("shared");
		}
		return Sharing.of(this.models.share(reference, request.shared()));
	}

	/** Who may use a model from now on. */
	@Schema(name = "NewSharing", example = """
			{"shared": true}""")
	record NewSharing(@Schema(description = "Whether all workspaces may use it.", example = "true",
			requiredMode = Schema.RequiredMode.REQUIRED) @Nullable Boolean shared) {
	}

	/** Who may use a model. */
	record Sharing(@Schema(description = "The version.", example = "shakespeare:3") String model,
			@Schema(description = "Whether all workspaces may use it.", example = "true") boolean shared) {

		static Sharing of(ModelVersion version) {
			return new Sharing(version.reference(), version.shared());
		}

	}

}
