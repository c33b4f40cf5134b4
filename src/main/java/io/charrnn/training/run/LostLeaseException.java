package io.charrnn.training.run;

/** The job is another worker's now, or nobody's: this one stops and changes nothing. */
class LostLeaseException extends RuntimeException {

	LostLeaseException(Lease lease) {
		super("lease %d of %s is not the newest any more".formatted(lease.epoch(), lease.job()));
	}

}
