package io.charrnn.model.kernel;

import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(60)
class WorkersTests {

	private static final int COUNT = 3;

	@Test
	void noneGoesOnBeforeAllHaveMet() {
		AtomicInteger arrived = new AtomicInteger();
		int[] seen = new int[COUNT];
		try (Workers workers = new Workers(COUNT, () -> {
		})) {
			for (int round = 0; round < 1000; round++) {
				arrived.set(0);
				workers.run((worker) -> {
					arrived.incrementAndGet();
					workers.meet();
					seen[worker] = arrived.get();
					workers.meet();
				});
				assertThat(seen).containsExactly(COUNT, COUNT, COUNT);
			}
		}
	}

	@Test
	void meetsThoseWhoComeLate() {
		try (Workers workers = new Workers(2, () -> {
		})) {
			workers.run((worker) -> {
				if (worker == 1) {
					untilWaiting("training-0");
				}
				workers.meet();
			});
		}
	}

	private static void untilWaiting(String thread) {
		while (Thread.getAllStackTraces()
			.keySet()
			.stream()
			.noneMatch((other) -> other.getName().equals(thread) && other.getState() == Thread.State.WAITING)) {
			Thread.onSpinWait();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, COUNT - 1 })
	void theFailureOfOneIsTheFailureOfAll(int failing) {
		IllegalArgumentException failure = new IllegalArgumentException("a bad share");
		try (Workers workers = new Workers(COUNT, () -> {
		})) {
			assertThatIllegalStateException().isThrownBy(() -> workers.run((worker) -> {
				if (worker == failing) {
					throw failure;
				}
				workers.meet();
			})).withCause(failure);
		}
	}

	@Test
	void errorsAreThrownAsTheyAre() {
		OutOfMemoryError failure = new OutOfMemoryError("too large a share");
		try (Workers workers = new Workers(COUNT, () -> {
		})) {
			assertThatThrownBy(() -> workers.run((worker) -> {
				if (worker == 1) {
					throw failure;
				}
				workers.meet();
			})).isSameAs(failure);
		}
	}

	@Test
	void failsWhereAThreadCannotBePrepared() {
		AtomicInteger prepared = new AtomicInteger();
		UnsatisfiedLinkError failure = new UnsatisfiedLinkError("no natives here");
		assertThatThrownBy(() -> {
			try (Workers workers = new Workers(COUNT, () -> {
				if (prepared.incrementAndGet() == 2) {
					throw failure;
				}
			})) {
				workers.run((worker) -> {
				});
			}
		}).isSameAs(failure);
	}

}
