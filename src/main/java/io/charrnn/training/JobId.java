package io.charrnn.training;

import com.fasterxml.jackson.annotation.JsonValue;
import io.charrnn.api.Ids;

/**
 * The id of a training job.
 *
 * @param value {@code job_} and 32 hexadecimal digits
 */
public record JobId(@JsonValue String value) {

	private static final String PREFIX = "job_";

	public JobId {
		Ids.require(PREFIX, value, "a training job");
	}

	public static JobId random() {
		return new JobId(Ids.random(PREFIX));
	}

	@Override
	public String toString() {
		return this.value;
	}

}
