package io.charrnn.access;

import java.net.SocketTimeoutException;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class UploadRateTests {

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	private final UploadRate.Pace pace = new UploadRate.Pace(1000);

	@Test
	void letsABodyComeAtTheLeastRate() throws Exception {
		for (int second = 0; second < 100; second++) {
			this.pace.add(1000, SECOND);
		}
		this.pace.add(-1, SECOND);
	}

	@Test
	void endsABodyThatDripsAfterAWhile() throws Exception {
		for (int second = 0; second < UploadRate.GRACE.toSeconds(); second++) {
			this.pace.add(1, SECOND);
		}
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> this.pace.add(1, SECOND));
	}

}
