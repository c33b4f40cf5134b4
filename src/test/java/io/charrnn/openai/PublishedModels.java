package io.charrnn.openai;

import io.charrnn.content.ContentStore;
import io.charrnn.model.LanguageModel;
import io.charrnn.registry.Models;
import io.charrnn.registry.Provenance;
import io.charrnn.testing.Networks;

/** Publishes networks as models. */
class PublishedModels {

	private static final Provenance UNKNOWN = new Provenance(false, null, null, null, null, null, null, null, null,
			null, null, null, null, null, null, null, null, null, null);

	private final Models models;

	private final ContentStore content;

	PublishedModels(Models models, ContentStore content) {
		this.models = models;
		this.content = content;
	}

	/** Publishes a version; returns its reference. */
	String publish(String name, LanguageModel model) {
		String archive = this.content.write(Networks.archive(model));
		return this.models.publish(name, archive, model.architecture(), UNKNOWN).reference();
	}

}
