package io.charrnn.problem;

/**
 * What is told where nothing is known but the status: mostly what the server rejects
 * before any of our code sees it.
 *
 * @param status that the response gets
 */
record StatusProblem(int status, String type, String detail) {

	/**
	 * Finds the words for a status. What a client sends is never the fault of the
	 * service, so the two statuses above 500 that say so become 400.
	 * @param status from 400 on
	 */
	static StatusProblem of(int status) {
		return switch (status) {
			case 404 -> new StatusProblem(status, "unknown-path", "There is nothing at this path.");
			case 405 -> new StatusProblem(status, "method-not-allowed", "This path does not support this method.");
			case 406 -> new StatusProblem(status, "not-acceptable",
					"None of the available media types is allowed by the Accept header.");
			case 408 -> new StatusProblem(status, "request-timeout", "The request did not arrive in time.");
			case 411 -> new StatusProblem(status, "length-required", "The request needs a Content-Length.");
			case 413 -> new StatusProblem(status, "too-large", "The request is larger than allowed.");
			case 414 -> new StatusProblem(status, "too-large", "The request's target is longer than allowed.");
			case 415 -> new StatusProblem(status, "unsupported-media-type",
					"This path does not support the media type of the request's body.");
			case 416 ->
				new StatusProblem(status, "range-not-satisfiable", "The Range header asks for no existing part.");
			case 417 -> new StatusProblem(status, "expectation-failed",
					"The Expect header asks for something that is not supported.");
			case 431 -> new StatusProblem(status, "too-large", "The request's headers are larger than allowed.");
			case 501 -> new StatusProblem(400, "malformed-request",
					"The request's method or its Transfer-Encoding is not supported; the only Transfer-Encoding is "
							+ "chunked.");
			case 503 -> new StatusProblem(status, "unavailable", "The service cannot answer now. Try again later.");
			case 505 -> new StatusProblem(400, "malformed-request",
					"The request's version of HTTP is not supported; use HTTP/1.1.");
			default -> (status < 500) ? new StatusProblem(status, "malformed-request", """
					The request breaks the rules of HTTP: its request line, a header, its target, a parameter or the \
					framing of its body cannot be read.""")
					: new StatusProblem(status, "internal-error", "An internal error occurred.");
		};
	}

}
