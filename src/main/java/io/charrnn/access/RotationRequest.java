package io.charrnn.access;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import io.charrnn.problem.UnprocessableException;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How a key gets another secret. */
@Schema(name = "KeyRotation", example = """
		{"overlap": "PT24H", "expiresAt": "2027-03-01T12:00:00Z"}""")
record RotationRequest(@Schema(
		description = "How long the old secret stays valid alongside the new one, up to 30 days (P30D), or null for "
				+ "a day. PT0S ends it at once.",
		example = "PT24H") @Nullable Duration overlap,
		@Schema(description = "When the key expires, or null for no change.") @Nullable Instant expiresAt) {

	private static final Duration USUAL = Duration.ofDays(1);

	private static final Duration LONGEST = Duration.ofDays(30);

	/**
	 * Checks what is requested.
	 * @param now after which the key must expire, if it does
	 * @param maxLifetime within which it must expire, or null
	 * @return this
	 * @throws UnprocessableException if a value is out of bounds
	 */
	RotationRequest checked(Instant now, @Nullable Duration maxLifetime) {
		Duration asked = overlapOrUsual();
		if (asked.isNegative() || asked.compareTo(LONGEST) > 0) {
			throw UnprocessableException.outOfBounds("overlap", asked, "from PT0S to " + LONGEST);
		}
		KeyRequest.checkExpiry(this.expiresAt, now, maxLifetime);
		return this;
	}

	Duration overlapOrUsual() {
		return Objects.requireNonNullElse(this.overlap, USUAL);
	}

}
