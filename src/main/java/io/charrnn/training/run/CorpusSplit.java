package io.charrnn.training.run;

import io.charrnn.corpus.Corpus;
import io.charrnn.model.RunOptions;
import io.charrnn.model.ValidationSplit;
import org.jspecify.annotations.Nullable;

/**
 * The lengths of the parts of a job's texts.
 *
 * @param training characters that are learned
 * @param validation characters that are only used for validation
 * @param drawing bytes of the heap that drawing the documents of the validation part
 * takes
 */
public record CorpusSplit(int training, int validation, long drawing) {

	/**
	 * Splits a job's texts.
	 * @param separate what it is validated on, or null for a part of the corpus
	 */
	public static CorpusSplit of(RunOptions run, Corpus corpus, @Nullable Corpus separate) {
		int characters = Math.toIntExact(corpus.characters());
		int training = run.trainingLength(characters);
		Long documents = corpus.documents();
		boolean draws = separate == null && training < characters && run.validationSplit() == ValidationSplit.DOCUMENTS;
		return new CorpusSplit(training,
				(separate != null) ? Math.toIntExact(separate.characters()) : characters - training,
				(draws && documents != null)
						? (long) Character.BYTES * characters + ValidationSplit.BYTES_OF_DOCUMENT * documents : 0);
	}

	/**
	 * Bytes of the heap that the texts take, and the n-grams that are counted in them.
	 */
	long bytes() {
		return Character.BYTES * ((long) this.training + this.validation) + this.drawing
				+ LossExpectation.bytes(this.training, this.validation);
	}

}
