package io.charrnn.training.run;

/** What a worker is told while it trains. */
enum Signal {

	/** Go on. */
	NONE,

	/** Write a checkpoint and let the job go for as long as nobody resumes it. */
	PAUSE,

	/** Let the job go for ever. */
	CANCEL,

	/** Write a checkpoint and hand the job to another worker: the process ends. */
	STOP

}
