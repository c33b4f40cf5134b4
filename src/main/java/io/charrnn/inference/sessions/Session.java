package io.charrnn.inference.sessions;

import java.time.Instant;

/**
 * A text that a model has read so far.
 *
 * @param model what names exactly the model
 * @param revision grows with every change
 * @param expiresAt when it goes unless it is used before
 */
record Session(SessionId id, String model, long revision, Mark mark, Instant createdAt, Instant expiresAt) {
}
