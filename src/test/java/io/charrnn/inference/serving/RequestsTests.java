package io.charrnn.inference.serving;

import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import io.charrnn.api.Client;
import io.charrnn.model.Cell;
import io.charrnn.model.CounterRandom;
import io.charrnn.model.HiddenState;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.product.NativeLibrary;
import io.charrnn.model.step.Partner;
import io.charrnn.model.step.StepBatch;
import io.charrnn.model.step.Stepper;
import io.charrnn.problem.UnavailableException;
import io.charrnn.testing.Networks;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.util.Assert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class RequestsTests {

	private static final LoadedModel MODEL = model(Networks.random(Cell.LSTM, 2, 24, "abcdefghij"));

	private static final LoadedModel OTHER = model(Networks.random(Cell.GRU, 1, 16, "abcdefghij"));

	/** Of enough columns for two threads. */
	private static final LoadedModel WIDE = model(Networks.random(Cell.LSTM, 2, 260, "abcdefghij"));

	private Runnable whileBeginning = () -> {
	};

	/** Characters that accounts were charged with. */
	private final AtomicLong charged = new AtomicLong();

	/** Waits patiently unless a test says otherwise. */
	private Client client = () -> false;

	private final StepThreads threads = new StepThreads(2, NativeLibrary::prepareThread);

	private final ExecutorService clients = Executors.newCachedThreadPool();

	@AfterEach
	void stop() {
		this.clients.shutdownNow();
		this.threads.close();
	}

	@Test
	void refusesRequestsBeyondTheBoundUntilOneEnds() {
		Requests requests = requests(1);
		try (Request request = requests.begin()) {
			assertThat(request).isNotNull();
			assertThatExceptionOfType(UnavailableException.class).isThrownBy(requests::begin)
				.satisfies((problem) -> assertThat(problem.retryAfter()).isPositive())
				.withMessageContaining("1 requests");
		}
		requests.begin().close();
		requests.begin().close();
	}

	@Test
	void chargesAllCharactersThatAreReadForARequest() {
		try (Request request = requests(1).begin()) {
			request.start(MODEL, new Counted(1, 5000), zero(MODEL));
			request.start(OTHER, new Counted(2, 3), zero(OTHER));
			request.start(MODEL, new Counted(3, 0), zero(MODEL));
			request.await();
			assertThat(this.charged).hasValue(5003);
		}
		assertThat(this.charged).hasValue(5003);
	}

	@Test
	void chargesWhatWasReadForARequestThatIsBrokenOffOrPauses() {
		try (Request request = requests(2).begin()) {
			request.start(MODEL, new Counted(1, 10) {

				@Override
				public int next(float[] logits) {
					int next = super.next(logits);
					return (next == END) ? PAUSE : next;
				}

			}, zero(MODEL));
			Awaitility.await().untilAsserted(() -> assertThat(this.charged).hasValue(10));
		}
		try (Request request = requests(2).begin()) {
			request.start(MODEL, new Counted(1, 7) {

				@Override
				public int next(float[] logits) {
					int next = super.next(logits);
					if (next == END) {
						throw new IllegalStateException("the text ends badly");
					}
					return next;
				}

			}, zero(MODEL));
			assertThatIllegalStateException().isThrownBy(request::await);
		}
		Awaitility.await().untilAsserted(() -> assertThat(this.charged).hasValue(17));
	}

	@Test
	void refusesWhoHasHadItsCharactersAndTakesNoPlace() {
		AtomicBoolean left = new AtomicBoolean();
		Requests requests = new Requests(1, this.threads, () -> {
			Assert.state(left.get(), "none are left");
			return (characters) -> {
			};
		}, () -> this.client, Duration.ofSeconds(1));
		assertThatIllegalStateException().isThrownBy(requests::begin);
		left.set(true);
		requests.begin().close();
	}

	@Test
	void refusesARequestThatBeginsWhileTheServiceStops() {
		Requests requests = requests(1);
		this.whileBeginning = requests::stop;
		assertThatExceptionOfType(UnavailableException.class).isThrownBy(requests::begin)
			.withMessageContaining("shutting down");
		assertThat(requests.count()).isZero();
		this.whileBeginning = requests::admit;
		requests.admit();
		requests.begin().close();
	}

	/** In places where no batch steps. */
	@Test
	@Timeout(30)
	void aThreadThatFailsLetsItsTextsFailAndGoesOn() throws Exception {
		try (StepThreads one = new StepThreads(1, () -> {
		})) {
			Requests requests = new Requests(10, one, () -> this.charged::addAndGet, () -> this.client,
					Duration.ofSeconds(1));
			for (int time = 0; time < 3; time++) {
				StackOverflowError failure = new StackOverflowError("not in a step");
				try (Request beside = requests.begin(); Request failing = requests.begin()) {
					beside.start(MODEL, new Endless(), HiddenState.zero(MODEL.architecture()));
					failing.start(OTHER, new FailsWhenItComes(failure), HiddenState.zero(OTHER.architecture()));
					assertThatThrownBy(failing::await).isSameAs(failure);
					assertThatThrownBy(beside::await).isSameAs(failure);
				}
				try (Request request = requests.begin()) {
					Reading reading = request.start(MODEL, new Read(5), HiddenState.zero(MODEL.architecture()));
					request.await();
					assertThat(reading.state().vectors()[0]).isNotEqualTo(new float[24]);
				}
				Awaitility.await().until(() -> one.load() == 0);
			}
		}
	}

	/** Reads some characters. */
	private static final class Read implements Script {

		private int left;

		Read(int characters) {
			this.left = characters;
		}

		@Override
		public boolean asks() {
			return false;
		}

		@Override
		public int next(float[] logits) {
			return (this.left-- > 0) ? 1 : END;
		}

	}

	/** Fails when a thread looks how long it is, which is before its first step. */
	private record FailsWhenItComes(Error failure) implements KnownText {

		@Override
		public int known() {
			throw this.failure;
		}

		@Override
		public void take(int[] characters, int from, int count) {
		}

		@Override
		public boolean listens() {
			return false;
		}

		@Override
		public void said(float[] logits) {
		}

		@Override
		public boolean asks() {
			return false;
		}

		@Override
		public int next(float[] logits) {
			return END;
		}

	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 5, 40, 150 })
	void textsOfManyRequestsReadTogetherHaveTheStatesThatTheyHaveAlone(int texts) throws Exception {
		Requests requests = requests(100);
		List<Callable<Void>> all = new ArrayList<>();
		for (int client = 0; client < 20; client++) {
			int first = 1000 * client;
			LoadedModel model = (client % 3 == 0) ? OTHER : MODEL;
			all.add(() -> {
				try (Request request = requests.begin()) {
					List<Reading> readings = IntStream.range(0, texts)
						.mapToObj((text) -> request.start(model, new Counted(first + text, length(text)), zero(model)))
						.toList();
					request.await();
					for (int text = 0; text < texts; text++) {
						assertThat(readings.get(text).state().vectors())
							.isDeepEqualTo(alone(model, first + text, length(text)).vectors());
					}
				}
				return null;
			});
		}
		for (Future<Void> done : this.clients.invokeAll(all)) {
			done.get();
		}
		Awaitility.await().untilAsserted(() -> assertThat(this.threads.load()).isZero());
	}

	@Test
	void shortRequestDoesNotWaitForTheEndOfLongOnes() {
		Requests requests = requests(100);
		Endless endless = new Endless();
		try (Request request = requests.begin(); Request other = requests.begin()) {
			for (int text = 0; text < 200; text++) {
				request.start(MODEL, endless, zero(MODEL));
				other.start(OTHER, endless, zero(OTHER));
			}
			for (int time = 0; time < 20; time++) {
				try (Request quick = requests.begin()) {
					quick.start((time % 2 == 0) ? MODEL : OTHER, new Counted(1, 10), zero(MODEL));
					quick.await();
				}
			}
		}
		Awaitility.await().untilAsserted(() -> assertThat(this.threads.load()).isZero());
	}

	@Test
	void textThatStaysAloneHasTheStateThatItHasWithoutHelp() {
		Requests requests = requests(100);
		try (Request request = requests.begin()) {
			Reading reading = request.start(WIDE, new Counted(5, 3000), zero(WIDE));
			request.await();
			assertThat(reading.state().vectors()).isDeepEqualTo(alone(WIDE, 5, 3000).vectors());
		}
	}

	@Test
	void threadThatHelpsReadsATextOfItsOwnWhenThereIsOne() {
		Requests requests = requests(100);
		try (Request request = requests.begin(); Request other = requests.begin()) {
			request.start(WIDE, new Endless(), zero(WIDE));
			for (int text = 0; text < 20; text++) {
				Reading reading = other.start(WIDE, new Counted(text, 200), zero(WIDE));
				other.await();
				assertThat(reading.state().vectors()).isDeepEqualTo(alone(WIDE, text, 200).vectors());
			}
		}
		Awaitility.await().untilAsserted(() -> assertThat(this.threads.load()).isZero());
	}

	@Test
	void threadThatHasNothingToDoHelps() {
		Partner partner = new Partner();
		HiddenState state = zero(WIDE);
		int read = 0;
		try (StepBatch batch = WIDE.stepper().batch()) {
			batch.shareWith(partner);
			batch.add(state);
			while (!partner.isPresent()) {
				StepLoop idle = this.threads.takeHelp();
				if (idle != null) {
					idle.help(partner);
				}
				batch.step(new int[] { character(5, read++) });
			}
			for (int more = 0; more < 1000; more++) {
				batch.step(new int[] { character(5, read++) });
			}
			batch.copy(0, state);
		}
		assertThat(state.vectors()).isDeepEqualTo(alone(WIDE, 5, read).vectors());
	}

	@Test
	void waitingForSomeTimeIsNotDisturbedByEachCharacter() {
		Requests requests = requests(1);
		AtomicInteger said = new AtomicInteger();
		int pauses = 0;
		long before = waits();
		try (Request request = requests.begin()) {
			request.start(MODEL, new Script() {

				@Override
				public boolean asks() {
					return true;
				}

				@Override
				public int next(float[] logits) {
					return said.getAndIncrement() % 2;
				}

			}, zero(MODEL));
			while (said.get() < 20_000) {
				assertThat(request.await(Duration.ofMillis(5).toNanos())).isFalse();
				pauses++;
			}
		}
		assertThat(waits() - before).isLessThan(2 * pauses + 100);
	}

	/** How often the calling thread has waited. */
	private static long waits() {
		return ManagementFactory.getThreadMXBean().getThreadInfo(Thread.currentThread().getId()).getWaitedCount();
	}

	@Test
	void failureOfAScriptIsTheRequestsAlone() {
		Requests requests = requests(100);
		try (Request good = requests.begin(); Request bad = requests.begin()) {
			Reading reading = good.start(MODEL, new Counted(7, 3000), zero(MODEL));
			bad.start(MODEL, new Endless(), zero(MODEL));
			bad.start(MODEL, new Script() {

				@Override
				public boolean asks() {
					return true;
				}

				@Override
				public int next(float[] logits) {
					throw new IllegalArgumentException("no such character");
				}

			}, zero(MODEL));
			assertThatIllegalArgumentException().isThrownBy(bad::await).withMessage("no such character");
			good.await();
			assertThat(reading.state().vectors()).isDeepEqualTo(alone(MODEL, 7, 3000).vectors());
		}
		Awaitility.await().untilAsserted(() -> assertThat(this.threads.load()).isZero());
	}

	@Test
	void characterThatTheModelDoesNotHaveFailsTheRequest() {
		Requests requests = requests(100);
		try (Request bad = requests.begin()) {
			bad.start(MODEL, new Script() {

				@Override
				public boolean asks() {
					return false;
				}

				@Override
				public int next(float[] logits) {
					return 10;
				}

			}, zero(MODEL));
			assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(bad::await);
		}
		try (Request good = requests.begin()) {
			good.start(MODEL, new Counted(7, 3), zero(MODEL));
			good.await();
		}
	}

	@Test
	void scriptThatPausesGoesOnWhenItIsResumed() {
		Requests requests = requests(100);
		AtomicInteger pauses = new AtomicInteger();
		Counted counted = new Counted(3, 40) {

			private int calls;

			@Override
			public int next(float[] logits) {
				if (++this.calls % 3 == 0) {
					pauses.incrementAndGet();
					return PAUSE;
				}
				return super.next(logits);
			}

		};
		try (Request request = requests.begin()) {
			Reading reading = request.start(MODEL, counted, zero(MODEL));
			int resumed = 0;
			while (!request.await(() -> true, Long.MAX_VALUE)) {
				if (pauses.get() > resumed) {
					resumed++;
					reading.resume();
				}
			}
			assertThat(resumed).isPositive();
			assertThat(reading.state().vectors()).isDeepEqualTo(alone(MODEL, 3, 40).vectors());
		}
	}

	@Test
	void listenerIsWokenByNews() {
		Requests requests = requests(100);
		AtomicInteger asked = new AtomicInteger();
		try (Request request = requests.begin()) {
			request.start(MODEL, new Endless() {

				@Override
				public boolean asks() {
					return true;
				}

				@Override
				public int next(float[] logits) {
					asked.incrementAndGet();
					return super.next(logits);
				}

			}, zero(MODEL));
			assertThat(request.await(() -> asked.get() > 0, Long.MAX_VALUE)).isFalse();
			assertThat(request.await(() -> false, 1)).isFalse();
		}
	}

	@Test
	void shutdownLetsShortRequestsEndAndEndsLongOnes() throws Exception {
		Requests requests = requests(100);
		CountDownLatch begun = new CountDownLatch(2);
		Future<?> endless = this.clients.submit(() -> {
			try (Request request = requests.begin()) {
				request.start(MODEL, new Endless(), zero(MODEL));
				begun.countDown();
				request.await();
			}
		});
		Future<Boolean> quick = this.clients.submit(() -> {
			try (Request request = requests.begin()) {
				request.start(MODEL, new Counted(1, 50), zero(MODEL));
				begun.countDown();
				request.await();
				return true;
			}
		});
		begun.await();
		long stopping = System.nanoTime();
		requests.stop();
		assertThat(System.nanoTime() - stopping).isLessThan(Duration.ofSeconds(5).toNanos());
		assertThat(quick.get()).isTrue();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(endless::get)
			.withCauseInstanceOf(UnavailableException.class);
		assertThatExceptionOfType(UnavailableException.class).isThrownBy(requests::begin)
			.withMessageContaining("shutting down");
		Awaitility.await().untilAsserted(() -> assertThat(this.threads.load()).isZero());
	}

	@Test
	void threadsGoOnWhenThereIsNoMemoryForABatch() {
		Stepper full = mock(Stepper.class);
		given(full.batch()).willThrow(new OutOfMemoryError("no memory for a batch"));
		LoadedModel model = new LoadedModel("m:2", MODEL.alphabet(), full, "0");
		Requests requests = requests(100);
		for (int thread = 0; thread < 4; thread++) {
			try (Request request = requests.begin()) {
				request.start(model, new Endless(), zero(MODEL));
				assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(request::await);
			}
		}
		Awaitility.await().untilAsserted(() -> assertThat(this.threads.load()).isZero());
		for (int thread = 0; thread < 4; thread++) {
			try (Request request = requests.begin()) {
				Reading reading = request.start(MODEL, new Counted(7, 30), zero(MODEL));
				request.await();
				assertThat(reading.state().vectors()).isDeepEqualTo(alone(MODEL, 7, 30).vectors());
			}
		}
	}

	@Test
	void requestEndsWhenItsClientHasGone() {
		Requests requests = requests(100);
		AtomicInteger asked = new AtomicInteger();
		this.client = () -> asked.incrementAndGet() == 3;
		try (Request request = requests.begin()) {
			request.start(MODEL, new Endless(), zero(MODEL));
			assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(request::await)
				.withMessageContaining("closed its connection");
		}
		assertThat(asked).hasValue(3);
		assertThat(requests.count()).isZero();
		Awaitility.await().untilAsserted(() -> assertThat(this.threads.load()).isZero());
	}

	@Test
	void waitForNewsEndsWhenTheClientHasGone() {
		Requests requests = requests(100);
		AtomicInteger asked = new AtomicInteger();
		this.client = () -> asked.incrementAndGet() == 3;
		try (Request request = requests.begin()) {
			request.start(MODEL, new Endless(), zero(MODEL));
			assertThatExceptionOfType(UncheckedIOException.class)
				.isThrownBy(() -> request.await(() -> false, Long.MAX_VALUE));
		}
		assertThat(asked).hasValue(3);
	}

	private Requests requests(int most) {
		return new Requests(most, this.threads, () -> this.charged::addAndGet, () -> {
			this.whileBeginning.run();
			return this.client;
		}, Duration.ofMillis(10));
	}

	private static LoadedModel model(LanguageModel network) {
		return new LoadedModel("m:1", network.alphabet(), new Stepper(network), "0");
	}

	private static HiddenState zero(LoadedModel model) {
		return HiddenState.zero(model.architecture());
	}

	private static int length(int text) {
		return 1 + text * 13 % 90;
	}

	private static int character(long seed, int position) {
		return (int) (CounterRandom.uniform(seed, position) * 10);
	}

	private static HiddenState alone(LoadedModel model, long seed, int length) {
		HiddenState state = zero(model);
		Stepper.Scratch scratch = model.stepper().scratch();
		for (int position = 0; position < length; position++) {
			model.stepper().step(state, character(seed, position), scratch);
		}
		return state;
	}

	/** Reads so many random characters. */
	private static class Counted implements Script {

		private final long seed;

		private final int length;

		private int read;

		Counted(long seed, int length) {
			this.seed = seed;
			this.length = length;
		}

		@Override
		public boolean asks() {
			return this.read % 7 == 0;
		}

		@Override
		public int next(float[] logits) {
			return (this.read < this.length) ? character(this.seed, this.read++) : END;
		}

	}

	private static class Endless implements Script {

		@Override
		public boolean asks() {
			return false;
		}

		@Override
		public int next(float[] logits) {
			return 1;
		}

	}

}
