package io.charrnn.model.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
					workers.awaitOthers();
					seen[worker] = arrived.get();
					workers.awaitOthers();
				});
				assertThat(seen).containsExactly(COUNT, COUNT, COUNT);
			}
		}
	}

	@Test
	void meetsThoseWhoComeLate() {
		Thread caller = Thread.currentThread();
		try (Workers workers = new Workers(2, () -> {
		})) {
			workers.run((worker) -> {
				if (worker == 1) {
					untilIn(caller, Thread.State.WAITING);
				}
				workers.awaitOthers();
			});
		}
	}

	@Test
	void findsThreadsThatHaveGoneToSleep() {
		Thread[] threads = new Thread[2];
		try (Workers workers = new Workers(2, () -> {
		})) {
			for (int round = 0; round < 3; round++) {
				workers.run((worker) -> threads[worker] = Thread.currentThread());
				untilIn(threads[1], Thread.State.WAITING);
			}
		}
		assertThat(threads[0]).isSameAs(Thread.currentThread());
		untilIn(threads[1], Thread.State.TERMINATED);
	}

	@Test
	void preparesEachThreadThatWorks() throws InterruptedException {
		Set<Thread> prepared = ConcurrentHashMap.newKeySet();
		Set<Thread> worked = ConcurrentHashMap.newKeySet();
		try (Workers workers = new Workers(2, () -> prepared.add(Thread.currentThread()))) {
			Runnable work = () -> workers.run((worker) -> worked.add(Thread.currentThread()));
			work.run();
			Thread other = new Thread(work);
			other.start();
			other.join();
		}
		assertThat(worked).hasSize(3);
		assertThat(prepared).isEqualTo(worked);
	}

	@Test
	void threadsEndIfOneCannotBeStarted() {
		List<Thread> threads = new ArrayList<>();
		OutOfMemoryError failure = new OutOfMemoryError("unable to create native thread");
		assertThatThrownBy(() -> new Workers(COUNT, () -> {
		}, (work) -> {
			threads.add((threads.isEmpty()) ? new Thread(work) : new Thread(work) {

				@Override
				public synchronized void start() {
					throw failure;
				}

			});
			return threads.get(threads.size() - 1);
		})).isSameAs(failure);
		untilIn(threads.get(0), Thread.State.TERMINATED);
	}

	private static void untilIn(Thread thread, Thread.State state) {
		while (thread.getState() != state) {
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
				workers.awaitOthers();
			})).withCause(failure);
			assertThatIllegalStateException().as("there is no going on").isThrownBy(() -> workers.run((worker) -> {
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
				workers.awaitOthers();
			})).isSameAs(failure);
		}
	}

	/** It ends by what work is not expected to throw. */
	@ParameterizedTest
	@ValueSource(ints = { 0, 1, COUNT - 1 })
	void theDeathOfAThreadIsNoticed(int dying) {
		Exception death = new Exception("unexpected");
		try (Workers workers = new Workers(COUNT, () -> {
		})) {
			for (int round = 0; round < 2; round++) {
				assertThatThrownBy(() -> workers.run((worker) -> {
					if (worker == dying) {
						WorkersTests.<RuntimeException>throwUnchecked(death);
					}
					workers.awaitOthers();
				})).satisfiesAnyOf((thrown) -> assertThat(thrown).isSameAs(death),
						(thrown) -> assertThat(thrown).isInstanceOf(IllegalStateException.class).hasCause(death));
			}
		}
	}

	@SuppressWarnings("unchecked")
	private static <T extends Throwable> void throwUnchecked(Exception ex) throws T {
		throw (T) ex;
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
