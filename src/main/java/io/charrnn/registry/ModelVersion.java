package io.charrnn.registry;

import java.time.Instant;

import io.charrnn.model.Architecture;
import io.charrnn.workspace.CurrentWorkspace;
import io.charrnn.workspace.Workspace;
import org.jspecify.annotations.Nullable;

/**
 * A published model. It never changes, except for how it is served, its name and its
 * notes; its number is never reused, even after it was deleted.
 *
 * @param version counted from 1 for each name
 * @param createdAt when it was published
 * @param owner the workspace that shares it, or null if it is that of who asked
 */
public record ModelVersion(String name, int version, String archiveSha256, Architecture architecture,
		Provenance provenance, ServingMode serving, Instant createdAt, @Nullable Workspace owner, boolean shared,
		ModelNotes notes) {

	/**
	 * What names exactly this version: {@code name:version}, or
	 * {@code name:version@workspace} of another workspace.
	 */
	public String reference() {
		return this.name + ":" + this.version + suffix();
	}

	/** What names the newest version of its name. */
	public String newest() {
		return this.name + suffix();
	}

	private String suffix() {
		return (this.owner != null) ? "@" + this.owner : "";
	}

	/** What can be loaded of it. */
	public StoredModel stored() {
		return new StoredModel(reference(), this.archiveSha256, this.architecture, this.provenance, this.serving,
				this.createdAt, this.notes, (this.owner != null) ? this.owner : CurrentWorkspace.get());
	}

}
