package io.charrnn.training.run;

import io.charrnn.training.Progress;

/** Takes what a run has to store. */
interface RunJournal {

	/** Forgets what came after the iteration that the run goes on from. */
	void rewind(Progress progress);

	/** Stores everything or nothing. */
	void write(Entry entry);

}
