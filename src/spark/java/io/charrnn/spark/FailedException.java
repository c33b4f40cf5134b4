package io.charrnn.spark;

import io.charrnn.cluster.protocol.Message.Reason;

/** The job cannot continue, for a reason that the service is told. */
final class FailedException extends RuntimeException {

	private static final long serialVersionUID = 1;

	private final Reason reason;

	FailedException(Reason reason, String detail) {
		super(detail);
		this.reason = reason;
	}

	Reason reason() {
		return this.reason;
	}

}
