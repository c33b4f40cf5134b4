package io.charrnn.training;

import io.charrnn.api.Tags;
import io.charrnn.corpus.CorpusId;
import org.jspecify.annotations.Nullable;

/**
 * Which jobs to list: those that are as all that is given.
 *
 * @param status where they stand
 * @param model name that their results are published under
 * @param corpus what they learn from
 * @param corpusName part of what it is called
 * @param tag that they have
 * @param search whose trials they are
 */
public record JobFilter(@Nullable TrainingJobStatus status, @Nullable String model, @Nullable CorpusId corpus,
		@Nullable String corpusName, @Nullable String tag, @Nullable SearchId search) {

	static final JobFilter NONE = new JobFilter(null, null, null, null, null, null);

	/** A condition on the rows, with its {@code AND}, that has these as parameters. */
	String sql() {
		return ((this.status != null) ? "status = :status AND " : "")
				+ ((this.model != null) ? "model = :model AND " : "")
				+ ((this.corpus != null) ? "corpus_id = :corpus AND " : "") + ((this.corpusName != null) ? """
						corpus_id IN (SELECT corpus.id FROM corpus WHERE corpus.workspace = :workspace
							AND lower(corpus.name) LIKE lower(:corpusName) ESCAPE '!') AND
						""" : "") + ((this.tag != null) ? Tags.condition() + " AND " : "")
				+ ((this.search != null) ? "search_id = :search AND " : "");
	}

	/** What the name of the corpus is like. */
	@Nullable String corpusNameLike() {
		return (this.corpusName != null) ? "%" + this.corpusName.replaceAll("[!%_]", "!$0") + "%" : null;
	}

}
