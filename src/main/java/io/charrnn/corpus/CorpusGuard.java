package io.charrnn.corpus;

/** Prevents the deletion of corpora that are in use. */
@FunctionalInterface
public interface CorpusGuard {

	/**
	 * Called in the transaction that deletes the corpus.
	 * @param corpus about to be deleted
	 * @throws io.charrnn.problem.ConflictException if it is in use
	 */
	void checkUnused(CorpusId corpus);

}
