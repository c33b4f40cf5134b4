package io.charrnn.registry;

import java.time.Instant;
import java.util.List;

import io.charrnn.model.Architecture;
import io.charrnn.workspace.CurrentWorkspace;
import io.charrnn.workspace.Workspace;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A model as clients see it.
 *
 * @param createdAt when it was published or, for a checkpoint, written
 */
@Schema(name = "Model")
record ModelDescription(
		@Schema(description = "Uniquely identifies this model: `name:version` or a checkpoint's id.",
				example = "shakespeare:3") String reference,
		@Schema(description = "The workspace that it belongs to.", example = "default") Workspace workspace,
		@Schema(description = "Null for a checkpoint.", example = "shakespeare") @Nullable String name,
		@Schema(description = "Null for a checkpoint.", example = "3") @Nullable Integer version, Instant createdAt,
		Architecture architecture,
		@Schema(description = "Number of weights of the network.", example = "239681") long parameters,
		@Schema(description = "Nats per character, smoothed over recent iterations; null if not known.",
				example = "1.21") @Nullable Double trainingLoss,
		@Schema(description = "Nats per character on the validation part; null if not known.",
				example = "1.49") @Nullable Double validationLoss,
		@Schema(description = "Size of the archive.", example = "2877411") long archiveBytes,
		@Schema(description = "SHA-256 of the archive.") String archiveSha256, Provenance provenance,
		@Schema(description = "Words to find it by.") List<String> tags,
		@Schema(description = "Notes on it.", example = "Trained overnight.") String notes) {

	static ModelDescription of(StoredModel model, long archiveBytes) {
		ModelReference reference = ModelReference.parse(model.reference()).orElse(null);
		return new ModelDescription(model.reference(), owner(reference), (reference != null) ? reference.name() : null,
				(reference != null) ? reference.version() : null, model.createdAt(), model.architecture(),
				model.architecture().parameterCount(), model.provenance().trainingLoss(),
				model.provenance().validationLoss(), archiveBytes, model.archiveSha256(), model.provenance(),
				model.notes().tags(), model.notes().notes());
	}

	private static Workspace owner(@Nullable ModelReference reference) {
		return (reference != null && reference.owner() != null) ? reference.owner() : CurrentWorkspace.get();
	}

}
