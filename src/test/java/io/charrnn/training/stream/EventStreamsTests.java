package io.charrnn.training.stream;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.charrnn.problem.UnavailableException;
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

	private final EventSource source = mock();

	private final CountDownLatch sourceRead = new CountDownLatch(1);

	private final ExecutorService clients = Executors.newCachedThreadPool();

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	private final EventStreams streams = new EventStreams(new JsonMapper(),
			new TrainingSettings(1, 1, Duration.ofSeconds(1), 1, 3, 2, 1, 1));

	@AfterEach
	void stop() {
		this.sourceRead.countDown();
		this.streams.stop();
		this.clients.shutdownNow();
	}

	@Test
	void refusesMoreStreamsThanItMayHave() throws Exception {
		given(this.source.send(any())).willAnswer((call) -> {
			this.sourceRead.await();
			return EventSource.News.ENDED;
		});
		this.streams.start();
		Future<?> first = this.clients.submit(this::stream);
		Future<?> second = this.clients.submit(this::stream);
		await().until(() -> this.streams.count() == 2);
		assertThatExceptionOfType(UnavailableException.class).isThrownBy(this::stream)
			.withMessageContaining("charrnn.training.max-event-streams");
		this.sourceRead.countDown();
		first.get();
		second.get();
		assertThat(this.streams.count()).isZero();
		stream();
	}

	@Test
	void endsAStreamThatFails() throws IOException {
		given(this.source.send(any())).willThrow(new IllegalStateException("a bad row"));
		this.streams.start();
		this.streams.send(this.source, this.response);
		assertThat(this.response.getContentAsString()).isEqualTo("""
				retry: 1000

				event: end
				data: {"reason":"internal-error"}

				""");
	}

	@Test
	void endsStreamsWhenTheProcessEnds() throws Exception {
		given(this.source.send(any())).willAnswer((call) -> {
			this.streams.stop();
			throw new DataAccessResourceFailureException("the database is away");
		});
		this.streams.start();
		this.streams.send(this.source, this.response);
		assertThat(this.response.getContentAsString()).endsWith("data: {\"reason\":\"stopping\"}\n\n");
	}

	@Test
	void refusesStreamsWhileTheProcessEnds() {
		this.streams.start();
		this.streams.stop();
		assertThatExceptionOfType(UnavailableException.class).isThrownBy(this::stream)
			.withMessageContaining("shutting down");
		assertThat(this.streams.count()).isZero();
	}

	private Void stream() throws IOException {
		this.streams.send(this.source, new MockHttpServletResponse());
		return null;
	}

}
