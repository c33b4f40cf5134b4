package io.charrnn.inference.sessions;

import java.time.Instant;

import io.charrnn.model.HiddenState;
import io.charrnn.model.ngram.MixtureState;
import org.jspecify.annotations.Nullable;

/**
 * A place in a session's text, to which it can return.
 *
 * @param number counted from 0
 * @param position characters read so far
 * @param cause what led here
 * @param state of the network after these characters
 * @param mixture what is known of the text's n-grams, or null where the session does
 * without
 * @param archiveSha256 the archive of weights that were learned on the way, or null for
 * the model's own
 * @param createdAt when the session came here
 */
record Mark(long number, long position, Cause cause, HiddenState state, @Nullable MixtureState mixture,
		@Nullable String archiveSha256, Instant createdAt) {

	/** What leads to a mark. */
	enum Cause {

		/** The session began here. */
		CREATED,

		/** It was copied from another session. */
		FORKED,

		/** It was given characters. */
		FED,

		/** It was given characters and learned from them. */
		LEARNED,

		/** It wrote. */
		GENERATED

	}

}
