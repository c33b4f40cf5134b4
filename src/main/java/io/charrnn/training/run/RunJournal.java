package io.charrnn.training.run;

import io.charrnn.cluster.ClusterStatus;
import io.charrnn.training.Progress;

import java.util.function.BooleanSupplier;

/** Takes what a run has to store. */
interface RunJournal {

	/** Forgets what came after the iteration that the run continues from. */
	void rewind(Progress progress);

	/**
	 * Stores everything or nothing.
	 * @param aside where the bytes of a checkpoint are stored, which may take long
	 * @param goOn asked meanwhile
	 * @return whether all is stored, and nothing was given up
	 */
	boolean write(Entry entry, Aside aside, BooleanSupplier goOn);

	/** Says how the job's cluster is, if that can be stored now. */
	void cluster(ClusterStatus status);

	/** Lets the job go without anything else. */
	void end(Ending ending);

}
