package io.charrnn.training;

import io.charrnn.corpus.CorpusId;
import org.jspecify.annotations.Nullable;

/**
 * Which jobs to list: those that are as all that is given.
 *
 * @param status where they stand
 * @param model name that their results are published under
 * @param corpus what they learn from
 */
public record JobFilter(@Nullable TrainingJobStatus status, @Nullable String model, @Nullable CorpusId corpus) {

	static final JobFilter NONE = new JobFilter(null, null, null);

	/** A condition on the rows, with its {@code AND}, that has these as parameters. */
	String sql() {
		return ((this.status != null) ? "status = :status AND " : "")
				+ ((this.model != null) ? "model = :model AND " : "")
				+ ((this.corpus != null) ? "corpus_id = :corpus AND " : "");
	}

}
