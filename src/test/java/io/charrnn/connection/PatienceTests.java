package io.charrnn.connection;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PatienceTests {

	private static final long SECOND = 1_000_000_000;

	private final Patience patience = new Patience(1000, 20 * SECOND);

	@Test
	void endsAfterTheGraceWithoutBytes() {
		keepWaiting(19, 0);
		assertThat(this.patience.isOver()).isFalse();
		keepWaiting(1, 0);
		assertThat(this.patience.isOver()).isTrue();
	}

	@Test
	void lastsForThoseWhoAreFastEnough() {
		keepWaiting(100_000, 1000);
		assertThat(this.patience.isOver()).isFalse();
	}

	@Test
	void endsForThoseWhoAreTooSlow() {
		keepWaiting(39, 500);
		assertThat(this.patience.isOver()).isFalse();
		keepWaiting(1, 500);
		assertThat(this.patience.isOver()).isTrue();
	}

	@Test
	void isNoLongerForThoseWhoWereFastBefore() {
		keepWaiting(10, 10_000_000);
		keepWaiting(20, 0);
		assertThat(this.patience.isOver()).isTrue();
	}

	@Test
	void usesNothingUpWhileTheServiceWorks() {
		this.patience.add(0, 0, 1000 * SECOND);
		assertThat(this.patience.isOver()).isFalse();
	}

	@Test
	void tellsTheSlowFromTheFast() {
		Patience fast = new Patience(1000, 20 * SECOND);
		keepWaiting(10, 1200);
		fast.add(50_000 * 10, 10 * SECOND, 10 * SECOND);
		assertThat(this.patience.pace()).isLessThan(fast.pace());
		assertThat(fast.waited()).isEqualTo(10 * SECOND);
	}

	@Test
	void beginsAnewWithTheNextRequest() {
		keepWaiting(20, 0);
		this.patience.restore();
		assertThat(this.patience.isOver()).isFalse();
		assertThat(this.patience.waited()).isZero();
	}

	private void keepWaiting(int seconds, long bytesPerSecond) {
		for (int second = 0; second < seconds; second++) {
			this.patience.add(bytesPerSecond, SECOND, SECOND);
		}
	}

}
