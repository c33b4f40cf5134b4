package io.charrnn.training.stream;

import io.swagger.v3.oas.annotations.media.Schema;

/** Ends a stream before all was sent. */
public record StreamEnd(@Schema(
		description = "`stopping`: the process ends; connect again, with the id of the last "
				+ "event. `internal-error`: a bug in the service.",
		allowableValues = {
				StreamEnd.STOPPING, StreamEnd.FAILED }) String reason){

	/** Of the event. */
	public static final String NAME = "end";

	/** Where what is told of goes on but the process does not. */
	static final String STOPPING = "stopping";

	/** Where the stream cannot continue. */
	static final String FAILED = "internal-error";

}
