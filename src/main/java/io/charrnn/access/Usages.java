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

	private final AccessSettings settings;

	private final Cache<KeyId, Usage> usages = Caffeine.newBuilder().expireAfterAccess(FORGOTTEN_AFTER).build();

	Usages(AccessSettings settings) {
		this.settings = settings;
	}

	Usage of(ApiKey key) {
		return this.usages.get(key.id(),
				(id) -> new Usage(
						Objects.requireNonNullElse(key.requestsPerMinute(), this.settings.requestsPerMinute()),
						Objects.requireNonNullElse(key.concurrentRequests(), this.settings.concurrentRequests())));
	}

}
