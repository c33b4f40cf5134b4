package io.charrnn.registry;

import java.io.InputStream;

import org.springframework.core.io.AbstractResource;

/** An archive as Spring sends it, in parts if a client asks so. */
final class ArchiveResource extends AbstractResource {

	private final Models models;

	private final StoredModel model;

	ArchiveResource(Models models, StoredModel model) {
		this.models = models;
		this.model = model;
	}

	@Override
	public InputStream getInputStream() {
		return this.models.archive(this.model);
	}

	@Override
	public long contentLength() {
		return this.models.archiveBytes(this.model);
	}

	@Override
	public boolean exists() {
		return true;
	}

	@Override
	public String getDescription() {
		return "archive of " + this.model.reference();
	}

}
