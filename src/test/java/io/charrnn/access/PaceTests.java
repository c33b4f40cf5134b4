package io.charrnn.access;

import java.net.SocketTimeoutException;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PaceTests {

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	private static final int GRACE = 20;

	private final Pace pace = new Pace(1000, GRACE * SECOND);

	@Test
	void letsABodyComeAtTheLeastRate() throws Exception {
		for (int second = 0; second < 100; second++) {
			this.pace.add(1000, SECOND);
		}
		this.pace.add(-1, SECOND);
	}

	@Test
	void endsABodyThatDripsAfterAWhile() throws Exception {
		for (int second = 0; second < GRACE; second++) {
			this.pace.add(1, SECOND);
		}
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> this.pace.add(1, SECOND));
	}

}
