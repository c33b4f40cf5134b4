package io.charrnn.training;

import java.util.Optional;
import java.util.regex.Pattern;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The id of a checkpoint, which stands wherever a model reference may.
 *
 * @param value {@code checkpoint_} and 32 hexadecimal digits
 */
public record CheckpointId(@JsonValue String value) {

	private static final Pattern FORM = Pattern.compile("checkpoint_[0-9a-f]{32}");

	public CheckpointId {
		if (!FORM.matcher(value).matches()) {
			throw new IllegalArgumentException("not the id of a checkpoint: " + value);
		}
	}

	public static CheckpointId random() {
		return new CheckpointId("checkpoint_" + RandomHex.digits());
	}

	/** Reads an id; empty if it has not the form of one. */
	public static Optional<CheckpointId> parse(String value) {
		return FORM.matcher(value).matches() ? Optional.of(new CheckpointId(value)) : Optional.empty();
	}

	@Override
	public String toString() {
		return this.value;
	}

}
