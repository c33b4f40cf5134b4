package io.charrnn.access;

import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.BadCredentialsException;

import static org.assertj.core.api.Assertions.assertThat;

class FailedAttemptsTests {

	private static final BadCredentialsException WRONG = new BadCredentialsException("wrong");

	private final FailedAttempts failures = new FailedAttempts(settings(2));

	@Test
	void locksOutAnAddressThatFailsTooOften() {
		this.failures.add("192.0.2.1", WRONG);
		assertThat(this.failures.allow("192.0.2.1")).isTrue();
		this.failures.add("192.0.2.1", WRONG);
		assertThat(this.failures.allow("192.0.2.1")).isFalse();
		assertThat(this.failures.allow("192.0.2.2")).isTrue();
	}

	@Test
	void takesAnIpv6NetworkForOneAddress() {
		this.failures.add("2001:db8:0:1::1", WRONG);
		this.failures.add("2001:db8:0:1:ffff::2", WRONG);
		assertThat(this.failures.allow("2001:db8:0:1::3")).isFalse();
		assertThat(this.failures.allow("2001:db8:0:2::1")).isTrue();
	}

	@Test
	void blamesNobodyForAnIssuerThatIsAway() {
		for (int time = 0; time < 5; time++) {
			this.failures.add("192.0.2.1", new AuthenticationServiceException("away"));
		}
		assertThat(this.failures.allow("192.0.2.1")).isTrue();
	}

	private static AccessSettings settings(int failures) {
		return new AccessSettings(AccessSettings.Keys.REQUIRED, null, 1, 1, 0, failures, null,
				AccessSettings.FirstKeyPlace.FILE, false, List.of(), List.of());
	}

}
