package io.charrnn.inference.serving;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.charrnn.problem.UnavailableException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class OneAtATimeTests {

	@Test
	void refusesWhomItIsNotTheTurnOfInTime() {
		refusesASecondOne(new OneAtATime("sums", 8, Duration.ZERO));
	}

	@Test
	void refusesAtOnceWhereTooManyWait() {
		refusesASecondOne(new OneAtATime("sums", 0, Duration.ofDays(1)));
	}

	private static void refusesASecondOne(OneAtATime sums) {
		String first = sums.inTurn(() -> {
			assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> sums.inTurn(() -> "second"))
				.withMessageContaining("computes sums for one request at a time")
				.satisfies((problem) -> assertThat(problem.retryAfter()).isPositive());
			return "first";
		});
		assertThat(first).isEqualTo("first");
		assertThat(sums.<String>inTurn(() -> "third")).isEqualTo("third");
	}

	@Test
	void waitsForTheEndOfTheOneBefore() throws Exception {
		OneAtATime sums = new OneAtATime("sums", 1, Duration.ofDays(1));
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		ExecutorService threads = Executors.newFixedThreadPool(2);
		try {
			Future<Long> first = threads.submit(() -> sums.inTurn(() -> {
				begun.countDown();
				await(end);
				return end.getCount();
			}));
			begun.await();
			Future<Boolean> second = threads.submit(() -> sums.inTurn(() -> end.getCount() == 0));
			end.countDown();
			assertThat(first.get()).isZero();
			assertThat(second.get()).isTrue();
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void turnEndsWithAFailureToo() {
		OneAtATime sums = new OneAtATime("sums", 0, Duration.ZERO);
		assertThatIllegalStateException().isThrownBy(() -> sums.inTurn(() -> {
			throw new IllegalStateException("fault");
		}));
		assertThat(sums.<String>inTurn(() -> "next")).isEqualTo("next");
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
