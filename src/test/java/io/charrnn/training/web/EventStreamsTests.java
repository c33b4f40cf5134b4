package io.charrnn.training.web;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

import io.charrnn.problem.UnavailableException;
import io.charrnn.training.JobEvents;
import io.charrnn.training.JobId;
import io.charrnn.training.TrainingJobs;
import io.charrnn.training.TrainingSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class EventStreamsTests {

	private final TrainingJobs jobs = mock();

	private final CountDownLatch jobRead = new CountDownLatch(1);

	private final EventStreams streams = new EventStreams(this.jobs, mock(JobEvents.class),
			new TrainingSettings(1, 1, Duration.ofSeconds(1), 1, 2));

	@AfterEach
	void stop() {
		this.jobRead.countDown();
		this.streams.stop();
	}

	@Test
	void refusesMoreStreamsThanItMayHave() {
		given(this.jobs.lookUp(any())).willAnswer((call) -> {
			this.jobRead.await();
			return Optional.empty();
		});
		this.streams.start();
		this.streams.open(JobId.random(), 0);
		this.streams.open(JobId.random(), 0);
		assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> this.streams.open(JobId.random(), 0))
			.withMessageContaining("charrnn.training.max-event-streams");
		this.jobRead.countDown();
		await().until(() -> this.streams.count() == 0);
		await().untilAsserted(() -> assertThatNoException().isThrownBy(() -> this.streams.open(JobId.random(), 0)));
	}

	@Test
	void endsAStreamThatFails() {
		given(this.jobs.lookUp(any())).willThrow(new IllegalStateException("a bad row"));
		this.streams.start();
		SseEmitter emitter = this.streams.open(JobId.random(), 0);
		await().untilAsserted(() -> assertThatIllegalStateException().isThrownBy(() -> emitter.send("more"))
			.withMessageContaining("already completed"));
	}

	@Test
	void refusesStreamsWhileTheProcessEnds() {
		this.streams.start();
		this.streams.stop();
		assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> this.streams.open(JobId.random(), 0));
	}

}
