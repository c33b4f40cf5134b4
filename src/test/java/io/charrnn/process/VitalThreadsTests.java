package io.charrnn.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class VitalThreadsTests {

	private final BlockingQueue<String> deaths = new LinkedBlockingQueue<>();

	private final VitalThreads threads = new VitalThreads("vital", 1,
			(what, cause) -> this.deaths.add(what + ": " + cause.getMessage()));

	@AfterEach
	void stop() {
		this.threads.shutdownNow();
	}

	@Test
	void noticeTheDeathOfALoop() throws InterruptedException {
		this.threads.submit(() -> {
			throw new OutOfMemoryError("of a loop");
		});
		assertThat(this.deaths.take()).isEqualTo("The thread vital: of a loop");
	}

	@Test
	void noticeTheDeathOfAChore() throws InterruptedException {
		CountDownLatch times = new CountDownLatch(3);
		this.threads.scheduleWithFixedDelay(() -> {
			times.countDown();
			if (times.getCount() == 0) {
				throw new StackOverflowError("of a chore");
			}
		}, 0, 1, TimeUnit.MILLISECONDS);
		assertThat(this.deaths.take()).isEqualTo("The thread vital: of a chore");
		assertThat(times.getCount()).isZero();
	}

	@Test
	void takeAnOrderlyEndForNoDeath() throws Exception {
		this.threads.submit(() -> {
		}).get();
		this.threads.scheduleWithFixedDelay(() -> {
		}, 0, 1, TimeUnit.MILLISECONDS).cancel(true);
		CountDownLatch begun = new CountDownLatch(1);
		this.threads.submit(() -> {
			begun.countDown();
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException("interrupted", ex);
			}
		});
		begun.await();
		this.threads.shutdownNow();
		assertThat(this.threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
		assertThat(this.deaths).isEmpty();
	}

	@Test
	void endTheProcessWithAClearLine() throws IOException, InterruptedException {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), Dying.class.getName())
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(output).isEqualTo(Fatal.STATUS);
		assertThat(output).contains("The thread queue has died, which the service cannot run without",
				"exits with status 70", "an orderly end");
	}

	/** A process that cannot go on. */
	static final class Dying {

		public static void main(String[] arguments) {
			Runtime.getRuntime().addShutdownHook(new Thread(() -> {
				System.out.println("an orderly end");
			}));
			new VitalThreads("queue", 1).submit(() -> {
				throw new StackOverflowError("too deep");
			});
		}

	}

}
