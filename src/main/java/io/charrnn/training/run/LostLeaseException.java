package io.charrnn.training.run;

import java.util.Locale;

/** The job is another worker's now, or nobody's: this one stops and changes nothing. */
class LostLeaseException extends RuntimeException {

	LostLeaseException(Lease lease) {
		super(String.format(Locale.ROOT, "lease %d of %s is not the newest any more", lease.epoch(), lease.job()));
	}

}
