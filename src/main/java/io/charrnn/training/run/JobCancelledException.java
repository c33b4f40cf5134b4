package io.charrnn.training.run;

/** A job is to be cancelled while its worker cannot write. */
final class JobCancelledException extends RuntimeException {

	JobCancelledException() {
		super("the training job has been cancelled");
	}

}
