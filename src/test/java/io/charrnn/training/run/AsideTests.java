package io.charrnn.training.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(60)
class AsideTests {

	@Test
	void hasWhatComesOut() {
		try (Aside aside = new Aside()) {
			assertThat(aside.call(() -> Thread.currentThread().isDaemon(), () -> true)).contains(true);
		}
	}

	@Test
	void doesNotWaitForWhatIsNotWantedAnyMore() {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		List<String> discarded = new ArrayList<>();
		try (Aside aside = new Aside()) {
			assertThat(aside.call(() -> {
				begun.countDown();
				waitFor(end);
				return "late";
			}, () -> begun.getCount() > 0, discarded::add)).isEmpty();
			assertThat(discarded).isEmpty();
			end.countDown();
		}
		assertThat(discarded).as("after closing, which waits").containsExactly("late");
	}

	private static void waitFor(CountDownLatch latch) {
		boolean interrupted = false;
		while (true) {
			try {
				latch.await();
				if (interrupted) {
					Thread.currentThread().interrupt();
				}
				return;
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
	}

	@Test
	void interruptsWhatIsNotWantedAnyMore() {
		AtomicBoolean begun = new AtomicBoolean();
		try (Aside aside = new Aside()) {
			assertThat(aside.call(() -> {
				begun.set(true);
				while (!Thread.currentThread().isInterrupted()) {
					LockSupport.park();
				}
				return 1;
			}, () -> !begun.get())).isEmpty();
		}
	}

	@Test
	void takesAnInterruptionForTheEnd() {
		try (Aside aside = new Aside()) {
			Thread.currentThread().interrupt();
			assertThat(aside.call(() -> {
				while (!Thread.currentThread().isInterrupted()) {
					LockSupport.park();
				}
				return 1;
			}, () -> true)).isEmpty();
			assertThat(Thread.interrupted()).isTrue();
		}
	}

	@Test
	void failsAsTheWorkFails() {
		try (Aside aside = new Aside()) {
			for (Throwable failure : List.of(new IllegalArgumentException("bad"), new OutOfMemoryError("large"))) {
				assertThatThrownBy(() -> aside.call(() -> {
					if (failure instanceof Error error) {
						throw error;
					}
					throw (RuntimeException) failure;
				}, () -> true)).isSameAs(failure);
			}
		}
	}

}
