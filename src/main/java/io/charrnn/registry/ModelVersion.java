package io.charrnn.registry;

import java.time.Instant;

import io.charrnn.model.Architecture;

/**
 * A published model. Never changes; its number is never given again, even after it was
 * deleted.
 *
 * @param name the model's name
 * @param version counted from 1 for each name
 * @param archiveSha256 the content that is its archive
 * @param architecture what its network is
 * @param provenance how it came to be
 * @param createdAt when it was published
 */
public record ModelVersion(String name, int version, String archiveSha256, Architecture architecture,
		Provenance provenance, Instant createdAt) {

	/** What names exactly this version: {@code name:version}. */
	public String reference() {
		return this.name + ":" + this.version;
	}

	/** What can be loaded of it. */
	public StoredModel stored() {
		return new StoredModel(reference(), this.archiveSha256, this.architecture, this.provenance, this.createdAt);
	}

}
