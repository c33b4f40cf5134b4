package io.charrnn.inference.serving;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import io.charrnn.problem.UnavailableException;
import org.junit.jupiter.api.Test;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

class TurnsTests {

	private static final int CORES = Runtime.getRuntime().availableProcessors();

	@Test
	void refusesRequestsBeyondTheBoundUntilOneEnds() throws IOException {
		Turns turns = turns(1, Duration.ofNanos(1));
		try (Turn turn = turns.begin(Turn.Between.NOTHING)) {
			turn.pause(() -> assertThatExceptionOfType(UnavailableException.class)
				.isThrownBy(() -> turns.begin(Turn.Between.NOTHING))
				.satisfies((problem) -> assertThat(problem.retryAfter()).isPositive())
				.withMessageContaining("1 requests"));
		}
		try (Turn turn = turns.begin(Turn.Between.NOTHING)) {
			turn.next();
		}
	}

	@Test
	void noMoreThanTheCoresComputeAtOnce() throws Exception {
		Turns turns = turns(100, Duration.ofNanos(1));
		AtomicInteger computing = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		Callable<Void> request = () -> {
			try (Turn turn = turns.begin(Turn.Between.NOTHING)) {
				for (int step = 0; step < 200; step++) {
					most.accumulateAndGet(computing.incrementAndGet(), Math::max);
					Thread.yield();
					computing.decrementAndGet();
					turn.next();
				}
			}
			return null;
		};
		ExecutorService threads = Executors.newFixedThreadPool(20);
		try {
			List<Callable<Void>> requests = new ArrayList<>();
			for (int index = 0; index < 20; index++) {
				requests.add(request);
			}
			for (Future<Void> done : threads.invokeAll(requests)) {
				done.get();
			}
		}
		finally {
			threads.shutdownNow();
		}
		assertThat(most.get()).isBetween(1, CORES);
	}

	@Test
	void requestThatWaitsComputesBeforeTheLongOneGoesOn() throws Exception {
		Turns turns = turns(100, Duration.ofNanos(1));
		ExecutorService threads = Executors.newCachedThreadPool();
		List<Turn> others = new ArrayList<>();
		try {
			for (int core = 1; core < CORES; core++) {
				others.add(turns.begin(Turn.Between.NOTHING));
			}
			try (Turn longTurn = turns.begin(Turn.Between.NOTHING)) {
				Future<?> shortRequest = threads.submit(() -> turns.begin(Turn.Between.NOTHING).close());
				while (!shortRequest.isDone()) {
					longTurn.next();
				}
				shortRequest.get();
			}
		}
		finally {
			others.forEach(Turn::close);
			threads.shutdownNow();
		}
	}

	@Test
	void coreIsFreeWhileOutputIsWrittenAndAfterItFailed() throws IOException {
		Turns turns = turns(100, Duration.ofDays(1));
		for (int request = 0; request < 3 * CORES; request++) {
			try (Turn turn = turns.begin(Turn.Between.NOTHING)) {
				turn.next();
				assertThatIOException().isThrownBy(() -> turn.pause(() -> {
					List<Turn> all = new ArrayList<>();
					for (int core = 0; core < CORES; core++) {
						all.add(turns.begin(Turn.Between.NOTHING));
					}
					all.forEach(Turn::close);
					throw new IOException("gone");
				}));
			}
		}
	}

	private static Turns turns(int places, Duration turn) {
		return new Turns(
				new InferenceSettings(DataSize.ofMegabytes(1), places, turn, Duration.ofSeconds(5), 100, 100, 100));
	}

}
