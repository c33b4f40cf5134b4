package io.charrnn.access;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class KnownKeysTests {

	private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

	private static final Secret SECRET = Secret.random();

	private final ApiKeys stored = mock(ApiKeys.class);

	private final KnownKeys keys = new KnownKeys(this.stored, Clock.fixed(NOW, ZoneOffset.UTC),
			new AccessSettings(AccessSettings.Keys.AUTO, null, 1, 1, 0, 1, null, AccessSettings.FirstKeyPlace.FILE,
					false, List.of(), List.of()));

	@Test
	void doesNotKeepWhatWasReadBeforeAChange() {
		given(this.stored.bySha256()).willAnswer((call) -> {
			Map<String, ApiKey> beforeItWasRevoked = keyThatExpires(null);
			this.keys.forget();
			return beforeItWasRevoked;
		}).willReturn(Map.of());
		this.keys.find(SECRET);
		assertThat(this.keys.find(SECRET)).isEmpty();
	}

	@Test
	void knowsNoKeyThatHasExpired() {
		given(this.stored.bySha256()).willReturn(keyThatExpires(NOW));
		assertThat(this.keys.find(SECRET)).isEmpty();
		this.keys.forget();
		given(this.stored.bySha256()).willReturn(keyThatExpires(NOW.plusMillis(1)));
		assertThat(this.keys.find(SECRET)).isPresent();
	}

	private static Map<String, ApiKey> keyThatExpires(@Nullable Instant end) {
		return Map.of(SECRET.sha256(), ApiKey.unused(new KeyId("key_" + "1".repeat(32)),
				KeyRequest.ofAdmin("notebook", end), NOW.minusSeconds(60), SECRET));
	}

}
