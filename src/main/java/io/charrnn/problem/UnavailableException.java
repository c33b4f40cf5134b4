package io.charrnn.problem;

import java.time.Duration;

/** The service cannot do this now, but may later. */
public class UnavailableException extends Problem {

	private final Duration retryAfter;

	public UnavailableException(String type, String detail, Duration retryAfter) {
		super(503, type, detail);
		this.retryAfter = retryAfter;
		headers().put("Retry-After", String.valueOf(Math.max(1, retryAfter.toSeconds())));
	}

	/** When trying again is worth it. */
	public Duration retryAfter() {
		return this.retryAfter;
	}

}
