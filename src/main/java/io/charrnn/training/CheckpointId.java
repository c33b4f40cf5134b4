package io.charrnn.training;

import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonValue;
import io.charrnn.api.Ids;

/**
 * The id of a checkpoint, usable wherever a model reference is.
 *
 * @param value {@code checkpoint_} and 32 hexadecimal digits
 */
public record CheckpointId(@JsonValue String value) {

	private static final String PREFIX = "checkpoint_";

	public CheckpointId {
		Ids.require(PREFIX, value, "a checkpoint");
	}

	public static CheckpointId random() {
		return new CheckpointId(Ids.random(PREFIX));
	}

	/** Reads an id; empty if it has not the form of one. */
	public static Optional<CheckpointId> parse(String value) {
		return Ids.isId(PREFIX, value) ? Optional.of(new CheckpointId(value)) : Optional.empty();
	}

	@Override
	public String toString() {
		return this.value;
	}

}
