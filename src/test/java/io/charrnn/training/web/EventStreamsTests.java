package io.charrnn.training.web;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.charrnn.problem.UnavailableException;
import io.charrnn.training.JobEvents;
import io.charrnn.training.JobId;
import io.charrnn.training.TrainingJobs;
import io.charrnn.training.TrainingSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class EventStreamsTests {

	private final TrainingJobs jobs = mock();

	private final CountDownLatch jobRead = new CountDownLatch(1);

	private final ExecutorService clients = Executors.newCachedThreadPool();

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	private final EventStreams streams = new EventStreams(this.jobs, mock(JobEvents.class), new JsonMapper(),
			new TrainingSettings(1, 1, Duration.ofSeconds(1), 1, 3, 2));

	@AfterEach
	void stop() {
		this.jobRead.countDown();
		this.streams.stop();
		this.clients.shutdownNow();
	}

	@Test
	void refusesMoreStreamsThanItMayHave() throws Exception {
		given(this.jobs.lookUp(any())).willAnswer((call) -> {
			this.jobRead.await();
			return Optional.empty();
		});
		this.streams.start();
		Future<?> first = this.clients.submit(this::stream);
		Future<?> second = this.clients.submit(this::stream);
		await().until(() -> this.streams.count() == 2);
		assertThatExceptionOfType(UnavailableException.class).isThrownBy(this::stream)
			.withMessageContaining("charrnn.training.max-event-streams");
		this.jobRead.countDown();
		first.get();
		second.get();
		assertThat(this.streams.count()).isZero();
		stream();
	}

	@Test
	void endsAStreamThatFails() throws IOException {
		given(this.jobs.lookUp(any())).willThrow(new IllegalStateException("a bad row"));
		this.streams.start();
		this.streams.send(JobId.random(), 0, this.response);
		assertThat(this.response.getContentAsString()).isEqualTo("""
				retry: 1000

				event: end
				data: {"reason":"internal-error"}

				""");
	}

	@Test
	void endsStreamsWhenTheProcessEnds() throws Exception {
		given(this.jobs.lookUp(any())).willAnswer((call) -> {
			this.streams.stop();
			throw new DataAccessResourceFailureException("the database is away");
		});
		this.streams.start();
		this.streams.send(JobId.random(), 0, this.response);
		assertThat(this.response.getContentAsString()).endsWith("data: {\"reason\":\"stopping\"}\n\n");
	}

	@Test
	void refusesStreamsWhileTheProcessEnds() {
		this.streams.start();
		this.streams.stop();
		assertThatExceptionOfType(UnavailableException.class).isThrownBy(this::stream)
			.withMessageContaining("about to stop");
		assertThat(this.streams.count()).isZero();
	}

	private Void stream() throws IOException {
		this.streams.send(JobId.random(), 0, new MockHttpServletResponse());
		return null;
	}

}
