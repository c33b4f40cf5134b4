package io.charrnn.bench.training;

import io.charrnn.model.Batch;

/** Something that learns, or computes, as fast as it can. */
interface Learner extends AutoCloseable {

	/** Does one piece of work. */
	void learn(Batch batch);

	/** Characters, or operations, in one piece of work. */
	double size();

	/** How it was set up. */
	String description();

	@Override
	void close();

}
