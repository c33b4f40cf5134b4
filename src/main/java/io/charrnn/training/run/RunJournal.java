package io.charrnn.training.run;

import io.charrnn.training.Progress;

/** Takes what a run has to store. */
interface RunJournal {

	/** Forgets what came after the iteration that the run goes on from. */
	void rewind(Progress progress);

	/** Stores everything or nothing. */
	void write(Entry entry);

	/** Lets the job go without anything else. */
	void end(Ending ending);

}
