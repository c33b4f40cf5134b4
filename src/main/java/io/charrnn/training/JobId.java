package io.charrnn.training;

import java.util.regex.Pattern;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The id of a training job.
 *
 * @param value {@code job_} and 32 hexadecimal digits
 */
public record JobId(@JsonValue String value) {

	private static final Pattern FORM = Pattern.compile("job_[0-9a-f]{32}");

	public JobId {
		if (!FORM.matcher(value).matches()) {
			throw new IllegalArgumentException("not the id of a training job: " + value);
		}
	}

	public static JobId random() {
		return new JobId("job_" + RandomHex.digits());
	}

	@Override
	public String toString() {
		return this.value;
	}

}
