package io.charrnn.problem;

import java.time.Duration;

/** The caller has reached a limit, but may try again later. */
public class TooManyRequestsException extends Problem {

	private final Duration retryAfter;

	public TooManyRequestsException(String type, String detail, Duration retryAfter) {
		super(429, type, detail);
		this.retryAfter = retryAfter;
		headers().put("Retry-After", String.valueOf(Math.max(1, retryAfter.toSeconds())));
	}

	/** When trying again is worth it. */
	public Duration retryAfter() {
		return this.retryAfter;
	}

}
