package io.charrnn.registry;

import java.io.InputStream;

import io.charrnn.content.ContentStore;

import org.springframework.core.io.AbstractResource;

/** An archive as Spring sends it, in parts if a client asks so. */
final class ArchiveResource extends AbstractResource {

	private final ContentStore content;

	private final String sha256;

	ArchiveResource(ContentStore content, String sha256) {
		this.content = content;
		this.sha256 = sha256;
	}

	@Override
	public InputStream getInputStream() {
		return this.content.open(this.sha256);
	}

	@Override
	public long contentLength() {
		return this.content.size(this.sha256);
	}

	@Override
	public boolean exists() {
		return true;
	}

	@Override
	public String getDescription() {
		return "archive " + this.sha256;
	}

}
