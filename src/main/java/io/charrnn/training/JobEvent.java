package io.charrnn.training;

/**
 * Something that happened to a job.
 *
 * @param number grows with every event of a job
 * @param type {@code status}, {@code metrics}, {@code sample} or {@code checkpoint}
 * @param data what happened, written as JSON
 */
public record JobEvent(long number, String type, Object data) {

	public static final String STATUS = "status";

	public static final String METRICS = "metrics";

	public static final String SAMPLE = "sample";

	public static final String CHECKPOINT = "checkpoint";

}
