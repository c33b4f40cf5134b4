package io.charrnn.process;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class VitalThreadsTests {

	@Test
	void endTheProcessIfOneDiesAndSayWhy(CapturedOutput output) throws Exception {
		CompletableFuture<Integer> ended = new CompletableFuture<>();
		Thread thread = new VitalThreads("vital-", ended::complete).newThread(() -> {
			throw new StackOverflowError("much too deep");
		});
		assertThat(thread.isDaemon()).isTrue();
		thread.start();
		assertThat(ended.get(30, TimeUnit.SECONDS)).isNotZero();
		assertThat(output).contains("vital-1", "the process ends", "much too deep");
	}

}
