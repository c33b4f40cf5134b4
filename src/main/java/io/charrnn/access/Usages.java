package io.charrnn.access;

import java.time.Duration;
import java.util.Objects;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import org.springframework.stereotype.Component;

/** What each key uses in this process; other replicas count by themselves. */
@Component
class Usages {

	/** Longer than a bucket takes to be full again. */
	private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

	/**
	 * Of an issuer of tokens that names subjects as it likes; a few hundred bytes each.
	 */
	private static final int MOST = 50_000;

	private final AccessSettings settings;

	private final Cache<String, Usage> usages = Caffeine.newBuilder()
		.expireAfterAccess(FORGOTTEN_AFTER)
		.maximumSize(MOST)
		.build();

	Usages(AccessSettings settings) {
		this.settings = settings;
	}

	Usage of(Identity who) {
		return this.usages.get(who.id(),
				(id) -> new Usage(
						Objects.requireNonNullElse(who.requestsPerMinute(), this.settings.requestsPerMinute()),
						Objects.requireNonNullElse(who.concurrentRequests(), this.settings.concurrentRequests())));
	}

}
