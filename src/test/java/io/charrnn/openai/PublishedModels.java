package io.charrnn.openai;

import java.util.Objects;

import io.charrnn.content.ContentStore;
import io.charrnn.model.LanguageModel;
import io.charrnn.registry.ModelVersion;
import io.charrnn.registry.Models;
import io.charrnn.registry.Provenance;
import io.charrnn.testing.Networks;

import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Publishes networks as models. */
class PublishedModels {

	private static final Provenance UNKNOWN = new Provenance(false, null, null, null, null, null, null, null, null,
			null, null, null, null, null, null, null, null);

	private final Models models;

	private final ContentStore content;

	private final TransactionTemplate transactions;

	PublishedModels(Models models, ContentStore content, PlatformTransactionManager transactions) {
		this.models = models;
		this.content = content;
		this.transactions = new TransactionTemplate(transactions);
	}

	/** Publishes a version; returns its reference. */
	String publish(String name, LanguageModel model) {
		return Objects.requireNonNull(this.transactions.execute((status) -> {
			String archive = this.content.put(Networks.archive(model));
			ModelVersion version = this.models.publish(name, archive, model.architecture(), UNKNOWN);
			this.content.release(archive);
			return version.reference();
		}));
	}

}
