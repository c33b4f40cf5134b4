package io.charrnn.training.request;

import io.charrnn.model.Precision;

/** The precision of products that a request asks for. */
enum WantedPrecision {

	/** The one that pays on this machine. */
	AUTO,

	FLOAT32,

	BFLOAT16;

	/**
	 * The precision of the job.
	 * @param best the one that pays on this machine
	 */
	Precision or(Precision best) {
		return (this == AUTO) ? best : Precision.valueOf(name());
	}

}
