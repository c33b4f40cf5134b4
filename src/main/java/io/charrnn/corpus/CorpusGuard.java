package io.charrnn.corpus;

/** Keeps corpora that somebody still needs from being deleted. */
@FunctionalInterface
public interface CorpusGuard {

	/**
	 * Called in the transaction that deletes the corpus.
	 * @param corpus about to be deleted
	 * @throws io.charrnn.problem.ConflictException if it is in use
	 */
	void checkUnused(CorpusId corpus);

}
