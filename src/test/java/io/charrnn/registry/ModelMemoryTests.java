package io.charrnn.registry;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import io.charrnn.problem.UnavailableException;
import io.charrnn.problem.UnprocessableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ModelMemoryTests {

	private static final long KIB = 1024;

	private static final long HEAP = 1L << 30;

	private final ExecutorService threads = Executors.newFixedThreadPool(40);

	@AfterEach
	void stop() {
		this.threads.shutdownNow();
	}

	@Test
	void givesWhatThereIsAndRefusesMore() {
		ModelMemory memory = memory(Duration.ZERO);
		ModelMemory.Share first = memory.take(60 * KIB);
		assertThat(memory.taken()).isEqualTo(DataSize.ofKilobytes(60));
		assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> memory.take(50 * KIB))
			.satisfies((problem) -> assertThat(problem.retryAfter()).isPositive());
		first.close();
		first.close();
		assertThat(memory.taken()).isEqualTo(DataSize.ofBytes(0));
		memory.take(50 * KIB).close();
	}

	@Test
	void whoNeedsMoreThanThereIsLeavesRoomForSmallOnes() {
		ModelMemory memory = memory(Duration.ZERO);
		memory.take(10_000 * KIB);
		memory.take(20 * KIB);
		assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> memory.take(10_000 * KIB));
	}

	@Test
	void refusesForGoodWhatTheHeapCannotHave() {
		ModelMemory memory = memory(Duration.ZERO);
		assertThatExceptionOfType(UnprocessableException.class).isThrownBy(() -> memory.take(HEAP))
			.satisfies((problem) -> assertThat(problem.type()).isEqualTo("not-enough-memory"))
			.withMessageContaining("1,073,741,824");
		assertThat(memory.taken()).isEqualTo(DataSize.ofBytes(0));
	}

	@Test
	void waitsForOthersToBeThrough() throws Exception {
		ModelMemory memory = memory(Duration.ofDays(1));
		ModelMemory.Share first = memory.take(60 * KIB);
		Future<ModelMemory.Share> second = this.threads.submit(() -> memory.take(60 * KIB));
		first.close();
		second.get().close();
		assertThat(memory.taken()).isEqualTo(DataSize.ofBytes(0));
	}

	@Test
	void letsFewWait() throws Exception {
		ModelMemory memory = memory(Duration.ofDays(1));
		ModelMemory.Share first = memory.take(60 * KIB);
		CountDownLatch refused = new CountDownLatch(24);
		List<Future<Boolean>> others = Stream.generate(() -> this.threads.submit(() -> take(memory, refused)))
			.limit(40)
			.toList();
		refused.await();
		first.close();
		int served = 0;
		for (Future<Boolean> other : others) {
			served += other.get() ? 1 : 0;
		}
		assertThat(served).isEqualTo(16);
	}

	@Test
	void countsWhatIsUsedThoughThereIsNoRoom() {
		ModelMemory memory = memory(Duration.ZERO);
		ModelMemory.Share used = memory.takeUsed(60 * KIB);
		ModelMemory.Share more = memory.takeUsed(60 * KIB);
		assertThat(memory.taken()).isEqualTo(DataSize.ofKilobytes(120));
		assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> memory.take(1));
		used.close();
		memory.take(1).close();
		more.close();
		assertThat(memory.taken()).isEqualTo(DataSize.ofBytes(0));
	}

	private static boolean take(ModelMemory memory, CountDownLatch refused) {
		try {
			memory.take(60 * KIB).close();
			return true;
		}
		catch (UnavailableException ex) {
			refused.countDown();
			return false;
		}
	}

	private static ModelMemory memory(Duration patience) {
		return new ModelMemory(DataSize.ofKilobytes(100), HEAP, patience);
	}

}
