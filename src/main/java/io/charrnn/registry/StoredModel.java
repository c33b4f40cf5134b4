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
 * @param archiveSha256 the content that is its archive
 * @param architecture what its network is
 * @param provenance how it came to be
 * @param serving how it is served
 * @param createdAt when it was published or, for a checkpoint, written
 * @param notes what people say of it
 * @param owner whose it is
 */
public record StoredModel(String reference, String archiveSha256, Architecture architecture, Provenance provenance,
		ServingMode serving, Instant createdAt, ModelNotes notes, Workspace owner) {

	/** A model of the workspace {@code default} that nobody has said anything of. */
	public StoredModel(String reference, String archiveSha256, Architecture architecture, Provenance provenance,
			ServingMode serving, Instant createdAt) {
		this(reference, archiveSha256, architecture, provenance, serving, createdAt, ModelNotes.NONE,
				Workspace.DEFAULT);
	}

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
