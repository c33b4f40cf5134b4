package io.charrnn.access;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

import io.charrnn.problem.MalformedException;
import io.charrnn.problem.UnprocessableException;
import io.charrnn.workspace.Workspace;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a new key is to be. */
@Schema(name = "NewApiKey",
		example = """
				{"name": "notebook", "workspace": "default", "scopes": ["read", "generate"], "requestsPerMinute": 600, "charactersPerMinute": 1000000}""")
record KeyRequest(@Schema(description = "What the key is for, 1 to 100 characters.") String name,
		@Schema(description = "The workspace of the key: everything created with the key belongs to it, and the key "
				+ "sees nothing else. Defaults to `default`.", example = "default") @Nullable Workspace workspace,
		@Schema(description = "What the key allows: read, generate (predict, generate, score, sessions), train "
				+ "(change corpora, jobs and models), admin (everything).") Set<Scope> scopes,
		@Schema(description = "Maximum requests per minute, or null for the default.") @Nullable Integer requestsPerMinute,
		@Schema(description = "Maximum concurrent requests, or null for the default.") @Nullable Integer concurrentRequests,
		@Schema(description = "Maximum characters per minute that models read and generate for the key, or null for "
				+ "the default. A request is accepted while any are left; what it exceeds them by is deducted "
				+ "from the following minutes.") @Nullable Integer charactersPerMinute,
		@Schema(description = "When the key expires, or null for never, unless charrnn.access.max-key-lifetime is "
				+ "set.") @Nullable Instant expiresAt) {

	private static final int LONGEST_NAME = 100;

	/** The last moment that every program and database can write down. */
	private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

	/** A key for everything. */
	static KeyRequest ofAdmin(String name, @Nullable Instant expiresAt) {
		return new KeyRequest(name, null, EnumSet.of(Scope.ADMIN), null, null, null, expiresAt);
	}

	/**
	 * Checks what is requested.
	 * @param now after which the key must expire, if it does
	 * @param maxLifetime within which it must expire, or null
	 * @return this
	 * @throws UnprocessableException if a value is out of bounds
	 */
	KeyRequest checked(Instant now, @Nullable Duration maxLifetime) {
		MalformedException.required("name", this.name);
		MalformedException.required("scopes", this.scopes);
		if (this.name.isBlank() || this.name.length() > LONGEST_NAME
				|| this.name.chars().anyMatch(Character::isISOControl)) {
			throw UnprocessableException.outOfBounds("name", this.name,
					String.format(Locale.ROOT, "from 1 to %d characters, without control characters", LONGEST_NAME));
		}
		if (this.scopes.isEmpty() || this.scopes.contains(null)) {
			throw UnprocessableException.outOfBounds("scopes", this.scopes,
					"one or more of read, generate, train, admin");
		}
		atLeastOne("requestsPerMinute", this.requestsPerMinute);
		atLeastOne("concurrentRequests", this.concurrentRequests);
		atLeastOne("charactersPerMinute", this.charactersPerMinute);
		if (maxLifetime != null) {
			MalformedException.required("expiresAt", this.expiresAt);
		}
		checkExpiry(this.expiresAt, now, maxLifetime);
		return this;
	}

	/** Checks from when a key is to be rejected, if that is said. */
	static void checkExpiry(@Nullable Instant expiresAt, Instant now, @Nullable Duration maxLifetime) {
		Instant latest = (maxLifetime != null) ? now.plus(maxLifetime) : LATEST;
		if (expiresAt != null && (!expiresAt.isAfter(now) || expiresAt.isAfter(latest))) {
			throw UnprocessableException.outOfBounds("expiresAt", expiresAt,
					"after now, up to " + latest + ((maxLifetime != null) ? " (charrnn.access.max-key-lifetime)" : ""));
		}
	}

	Workspace workspaceOr(Workspace usual) {
		return (this.workspace != null) ? this.workspace : usual;
	}

	private static void atLeastOne(String field, @Nullable Integer value) {
		if (value != null && value < 1) {
			throw UnprocessableException.outOfBounds(field, value, "at least 1");
		}
	}

}
