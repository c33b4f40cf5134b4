package io.charrnn.registry;

import java.time.Instant;

import io.charrnn.model.Architecture;
import io.charrnn.model.Precision;
import io.charrnn.workspace.Workspace;

/**
 * A model whose weights can be loaded: a published version or a checkpoint.
 *
 * @param reference what names exactly this model: {@code name:version} or the
 * checkpoint's id
 * @param createdAt when it was published or, for a checkpoint, written
 */
public record StoredModel(String reference, String archiveSha256, Architecture architecture, Provenance provenance,
		ServingMode serving, Instant createdAt, ModelNotes notes, Workspace owner) {

	/** Of the factors of products. */
	public Precision precision() {
		return this.serving.precision();
	}

	/** The same, served in another way. */
	public StoredModel served(ServingMode other) {
		return new StoredModel(this.reference, this.archiveSha256, this.architecture, this.provenance, other,
				this.createdAt, this.notes, this.owner);
	}

	/** The same network with other weights. */
	public StoredModel withWeights(String otherArchiveSha256) {
		return new StoredModel(this.reference, otherArchiveSha256, this.architecture, this.provenance, this.serving,
				this.createdAt, this.notes, this.owner);
	}

}
