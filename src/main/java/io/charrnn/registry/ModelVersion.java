package io.charrnn.registry;

import java.time.Instant;

import io.charrnn.model.Architecture;
import io.charrnn.model.Precision;

/**
 * A published model. Never changes but for how it is served; its number is never given
 * again, even after it was deleted.
 *
 * @param name the model's name
 * @param version counted from 1 for each name
 * @param archiveSha256 the content that is its archive
 * @param architecture what its network is
 * @param provenance how it came to be
 * @param precision in which it is served
 * @param createdAt when it was published
 */
public record ModelVersion(String name, int version, String archiveSha256, Architecture architecture,
		Provenance provenance, Precision precision, Instant createdAt) {

	/** What names exactly this version: {@code name:version}. */
	public String reference() {
		return this.name + ":" + this.version;
	}

	/** What can be loaded of it. */
	public StoredModel stored() {
		return new StoredModel(reference(), this.archiveSha256, this.architecture, this.provenance, this.precision,
				this.createdAt);
	}

}
