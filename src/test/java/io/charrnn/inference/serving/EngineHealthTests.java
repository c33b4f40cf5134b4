package io.charrnn.inference.serving;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import io.charrnn.problem.UnavailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EngineHealthTests {

	private final Requests requests = new Requests(1, new StepThreads(1, () -> {
	}), () -> (characters) -> {
	}, () -> () -> false, Duration.ofSeconds(1));

	private final AtomicLong now = new AtomicLong();

	private final EngineHealth health = new EngineHealth(this.requests, this.now::get);

	@AfterEach
	void end() {
		this.requests.destroy();
	}

	@Test
	void isUpWhileModelsAreStepped() {
		assertThat(this.health.health().getStatus()).isEqualTo(Status.UP);
		assertThat(this.requests.count()).isZero();
	}

	@Test
	void isUpWhenThereIsNoPlaceLeft() {
		try (Request request = this.requests.begin()) {
			assertThat(this.requests.count()).isEqualTo(1);
			assertThat(this.health.health().getStatus()).isEqualTo(Status.UP);
		}
	}

	@Test
	void looksOnceForAllWhoAskWithinAMoment() {
		assertThat(this.health.health().getDetails()).isEmpty();
		try (Request request = this.requests.begin()) {
			assertThat(this.health.health().getDetails()).isEmpty();
			this.now.addAndGet(EngineHealth.ASK_AGAIN_AFTER.toNanos());
			assertThat(this.health.health().getDetails()).containsKey("busy");
			assertThat(this.requests.count()).isEqualTo(1);
		}
		assertThat(this.health.health().getDetails()).containsKey("busy");
	}

	@Test
	void isDownWhenNothingSteps() {
		this.requests.destroy();
		assertThat(this.health.health().getStatus()).isEqualTo(Status.DOWN);
	}

	@Test
	void requestsAreRefusedAfterAStopAndTakenAfterAStart() {
		this.requests.stop();
		assertThatExceptionOfType(UnavailableException.class).isThrownBy(this.requests::begin)
			.satisfies((problem) -> assertThat(problem.type()).isEqualTo("stopping"));
		this.requests.admit();
		this.requests.begin().close();
	}

}
